#!/usr/bin/env bash
# Fills disks, limits files and kills the program at random moments, fifty times each, and looks for what was acknowledged and is
# not there. Takes minutes.
exec "$(dirname "${BASH_SOURCE[0]}")/test.sh" --test process -- --ignored --nocapture torture::
