"""What a closed loop has measured."""

from dataclasses import dataclass


@dataclass
class Result:
    requests: int
    rate: float     # answers a second
    bytes: int      # of all answers
    refused: int    # answers with a status of 400 or more
    broken: int     # requests without an answer
    cpu: float      # seconds of the load generator
