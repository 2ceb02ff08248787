#!/usr/bin/env bash
# Fills disks, limits file sizes and kills the program at random moments, fifty times each, and checks that every acknowledged
# write is still there. Takes minutes.
exec "$(dirname "${BASH_SOURCE[0]}")/test.sh" --test process -- --ignored --nocapture torture::
