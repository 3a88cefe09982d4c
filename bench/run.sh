#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# Builds Tally for speed, runs the comparison of the banks, and reports it; installs first what that needs. See --help.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)

accepted='bench/run.sh [--quick] [--peers] [--seed=N] [--out DIR] [--help]'
refuse() {
  echo "$1: accepted is $accepted" >&2
  exit 2
}

quick=
peers=
seed=
out=$root/build/report
while [ $# -gt 0 ]; do
  case $1 in
    --quick) quick=--quick ;;
    --peers) peers=libcaf-dev ;;
    --seed=*[!0-9]* | --seed=) refuse "$1" ;;
    --seed=*) seed=$1 ;;
    --out)
      [ -n "${2:-}" ] || refuse "$1 without a folder"
      out=$2
      shift ;;
    --out=?*) out=${1#--out=} ;;
    --help)
      cat <<HELP
$accepted

Builds Tally for speed in build/bench, runs every bank on every workload and measures single calls of actors, checks
the books after each run, prints the table and writes accounts.json, report.md and the plots. Says first how long it
will take. Exit status 0 only if all books were right. On Debian and Ubuntu it installs the packages that are missing.

  --quick      only the cells that tell most, in about a minute
  --peers      installs CAF 0.17 as well and measures it beside our actors; without it only if it is there when
               build/bench is made
  --seed=N     other accounts and amounts are drawn (default 1)
  --out DIR    where the report goes (default build/report)
HELP
      exit 0 ;;
    *) refuse "$1" ;;
  esac
  shift
done

# shellcheck disable=SC2086  # a package, or none
sh "$root/tests/support/need.sh" g++ meson ninja-build pkg-config libboost-thread-dev libbenchmark-dev \
  python3-matplotlib $peers

# A folder of its own: Meson does not look again for what it has not found once.
folder=$root/build/bench${peers:+-peers}
[ -e "$folder/meson-private/coredata.dat" ] || meson setup "$folder" "$root" --buildtype=release
meson compile -C "$folder" accounts_bench

mkdir -p "$out"
rm -f "$out/accounts.json"
status=0
# shellcheck disable=SC2086  # options, or none
"$folder/bench/accounts_bench" $quick $seed --benchmark_out="$out/accounts.json" --benchmark_out_format=json ||
  status=$?
[ -s "$out/accounts.json" ] || exit $((status ? status : 1))

# Debian's matplotlib belongs to Debian's python, which need not be the first one found.
python=python3
"$python" -c 'import matplotlib' 2>/dev/null || python=/usr/bin/python3
"$python" -B "$root/bench/report.py" "$out/accounts.json" --out "$out"
echo "The report is in $out."
[ $status = 0 ] || echo "A run has failed: see above." >&2
exit $status
