# Sourced by `./test full`: the long campaigns of the pulse generator, then the figures they kept.
rm -rf "$root/artifacts/ledger"
for project in tests/Epidura.Generator*.Tests tests/Epidura.Cli.Tests; do
  say "campaigns of $(basename "$project")"
  run_tests campaign "$project" --filter "Category=Campaign"
done
say "ledger"
cat "$root"/artifacts/ledger/*.txt
