#!/usr/bin/env bash
# Trains an RBM with 500 hidden units on all of MNIST and measures its likelihood by annealed importance sampling, natively, by
# replaying one link (a few minutes). Not part of tests/run.sh. The log stays in build/mnist-rbm.log.   bash tests/mnist.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source web/deps.sh test
cmake --preset gcc >build/configure.log && cmake --build build/gcc --target replay

# 40 passes of PCD with 100 particles, the rate falling as 1 / (1 + passes / 10); then 100 chains over 14,500 temperatures.
steps=24000
link="#rbm?data=mnist&examples=60000&hidden=500&method=pcd&particles=100&batch=100&rate=0.05&halving=10"
link+="&runs=100&temperatures=14500&seed=1&at=$((steps + 14502))&e=$steps:measure=1"
{
  echo "$link"
  date
  build/gcc/replay "$link" --csv --scalars
  date
} | tee build/mnist-rbm.log | tail -40
