#!/usr/bin/env bash
# What learning on all of MNIST gives, natively, by replaying one link each:
#   rbm  784 x 500: the likelihood of test digits by annealed importance sampling (ten minutes)
#   dbn  784-500-500-2000 with labels: the share of 10,000 test digits that it reads wrong (half an hour)
#   cnn  two layers of 8 and 16 filters: the same (a minute)
# Not part of tests/run.sh. The logs stay in build/mnist-rbm.log, -dbn.log and -cnn.log.   bash tests/mnist.sh [rbm] [dbn] [cnn]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source web/build/deps.sh test
source web/build/tree.sh
configure gcc g++
cmake --build build/gcc -j "$jobs" --target replay

# 40 passes of PCD with 100 particles, the rate falling as 1 / (1 + passes / 10); then 100 chains over 14,500 temperatures.
rbm() {
  local learned=24000
  link="#rbm?data=mnist&examples=60000&hidden=500&method=pcd&particles=100&batch=100&rate=0.05&halving=10&decay=0.001"
  link+="&runs=100&temperatures=14500&seed=1&at=$((learned + 14502))&e=$learned:measure=1"
  shown="likelihood|pseudo|ln_z"
}

# 15 passes for each machine, the top one also told to tell labels apart; 5 passes up and down; then the whole test set.
dbn() {
  local learned=$((3 * 15 * 1200 + 5 * 1200))
  link="#dbn?data=mnist&examples=60000&tests=10000&layers=3&first=500&second=500&third=2000&turned=0&passes=15&batch=50&rate=0.1"
  link+="&halving=5&decay=0.0002&discriminative=20&updown=1&fine_rate=0.005&seed=1&at=$((learned + 200))&e=$learned:learn=0"
  shown="test_error|read|pass|layer"
}

# Six passes, the rate falling as 1 / (1 + passes); then the whole test set.
cnn() {
  local learned=$((6 * 1875))
  link="#cnn?data=mnist&examples=60000&tests=10000&batch=32&rate=0.05&halving=1&seed=1&at=$((learned + 313))&e=$learned:learn=0"
  shown="test_error|read|pass"
}

[ $# -gt 0 ] || set -- rbm dbn cnn
for net in "$@"; do
  case $net in rbm | dbn | cnn) $net ;; *) echo "rbm, dbn or cnn" >&2; exit 2 ;; esac
  {
    echo "$link"
    date
    build/gcc/replay "$link" --csv --scalars
    date
  } >"build/mnist-$net.log"
  grep -E "^(#|hash|($shown)[a-z_]* =)" "build/mnist-$net.log"
done
