# Sourced by `./test full`: the long campaigns of the pulse generator and the record, then the figures they kept.
rm -rf "$root/artifacts/ledger"
for project in tests/Epidura.Generator*.Tests tests/Epidura.Cli.Tests tests/Epidura.Records.Tests; do
  say "campaigns of $(basename "$project")"
  run_tests campaign "$project" --filter "Category=Campaign"
done
say "every property and every seeded bug in Spin"
spin_full() { tests/spin.sh full | tee "$root/artifacts/ledger/spin.txt"; }
check "Spin finds no error and every seeded bug" spin_full
say "mutations of limits, memory, monitor, codec, authorisation"
mutation_full() { tests/mutation.sh | tee "$root/artifacts/ledger/mutation.txt"; }
check "the tests notice 9 of 10 changes and each survivor has a reason" mutation_full
say "ledger"
cat "$root"/artifacts/ledger/*.txt
