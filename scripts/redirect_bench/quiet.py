"""Waiting until the machine rests."""

import os
import time

from . import usage

WINDOW = 0.4     # seconds that one look takes
ALLOWED = 0.1    # of one core, in that window; ours and others' apart
REST = 60        # seconds in which our own servers must come to rest


class Quiet:
    """`patience`: the seconds to wait for others, in all."""

    def __init__(self, postmaster, patience):
        self.roots = {os.getpid(), postmaster}
        self.patience = patience
        self.waited = 0.0    # seconds for others

    def rest(self):
        """Returns when our servers have nothing left to do."""
        end = time.monotonic() + REST
        while self._look()[0] > ALLOWED and time.monotonic() < end:
            pass

    def wait(self):
        """Returns when neither our servers nor anybody else needs the processor, or patience is used up."""
        end = time.monotonic() + REST
        announced = False
        while True:
            own, others = self._look()
            if others > ALLOWED and self.waited < self.patience:
                self.waited += WINDOW
                end = time.monotonic() + REST
                if not announced:
                    print(f"waiting for a quiet machine: others use {others:.0%} of a core", flush=True)
                    announced = True
            elif own <= ALLOWED or time.monotonic() > end:
                return

    def _look(self):
        """What our servers and what all other processes use for a moment, in cores."""
        earlier = usage.Sample()
        time.sleep(WINDOW)
        return [used / WINDOW for used in usage.Sample().since(earlier, self.roots)]
