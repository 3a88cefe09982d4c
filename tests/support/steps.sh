# SPDX-License-Identifier: BSL-1.0
# For scripts made of steps, to be sourced: step TITLE COMMAND... runs a command, counts what it says in a last line
# "N passed, N failed", or else its exit status as one, and says how long it took. meanwhile TITLE COMMAND... begins such
# a step, and end_of_meanwhile waits for it and prints what it said. end_of_steps prints the end of what each failed step
# said, then the totals, and fails if anything has failed.
passed=0
failed=0
failed_steps=
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

step() {
  title=$1
  shift
  printf '\n=== %s\n' "$title"
  rm -f "$scratch/ok"
  began=$(date +%s)
  { "$@" && : >"$scratch/ok"; } 2>&1 | tee "$scratch/log"
  ended=$(date +%s)
  count
}

meanwhile() {
  other_title=$1
  shift
  other_began=$(date +%s)
  { { "$@" && : >"$scratch/other_ok"; } >"$scratch/other_log" 2>&1 || :
    date +%s >"$scratch/other_end"; } &
  other=$!
}
end_of_meanwhile() {
  wait "$other" || :
  title=$other_title began=$other_began ended=$(cat "$scratch/other_end")
  printf '\n=== %s\n' "$title"
  mv "$scratch/other_log" "$scratch/log"
  rm -f "$scratch/ok"
  [ ! -e "$scratch/other_ok" ] || mv "$scratch/other_ok" "$scratch/ok"
  cat "$scratch/log"
  count
}

count() { # what the step `title` has said
  counts=$(tail -n 1 "$scratch/log" | sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p')
  now_passed=${counts% *}
  now_failed=${counts#* }
  if [ -z "$counts" ]; then
    now_passed=0 now_failed=0
    [ ! -e "$scratch/ok" ] || now_passed=1
  fi
  [ -e "$scratch/ok" ] || [ "$now_failed" != 0 ] || now_failed=1
  if [ "$now_failed" != 0 ]; then
    failed_steps="$failed_steps
  $title"
    { printf '\n=== the end of: %s\n' "$title" && tail -n 80 "$scratch/log"; } >>"$scratch/ends"
  fi
  echo "--- $((ended - began)) s"
  passed=$((passed + now_passed))
  failed=$((failed + now_failed))
}

end_of_steps() {
  [ ! -e "$scratch/ends" ] || cat "$scratch/ends"
  echo
  [ -z "$failed_steps" ] || echo "Failed:$failed_steps"
  echo "$passed passed, $failed failed"
  [ "$failed" = 0 ]
}
