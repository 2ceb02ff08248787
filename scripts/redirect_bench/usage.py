"""What processes use, from /proc: CPU time and memory."""

import os

TICKS = os.sysconf("SC_CLK_TCK")


def _stat(pid):
    """The parent, own CPU seconds and those of ended children; None if the process is gone."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
            fields = file.read().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    ticks = [int(field) for field in fields[11:15]]
    return int(fields[1]), (ticks[0] + ticks[1]) / TICKS, (ticks[2] + ticks[3]) / TICKS


def _all():
    stats = {int(name): _stat(name) for name in os.listdir("/proc") if name.isdigit()}
    return {pid: stat for pid, stat in stats.items() if stat}


def cpu(pid):
    """CPU seconds of one process, all threads."""
    return _stat(pid)[1]


def tree_cpu(root):
    """CPU seconds of a process and its children, including those that have ended: a PostgreSQL server with its backends."""
    stats = _all()
    _, own, ended = stats[root]
    return own + ended + sum(stat[1] for stat in stats.values() if stat[0] == root)


class Sample:
    """The CPU seconds of every process at a moment."""

    def __init__(self):
        self.stats = _all()

    def since(self, earlier, roots):
        """(CPU seconds of the trees below `roots`, CPU seconds of all other processes) since the earlier sample."""
        own = others = 0.0
        for pid, (_, now, _) in self.stats.items():
            used = now - (earlier.stats[pid][1] if pid in earlier.stats else 0.0)
            if self._is_below(pid, roots):
                own += used
            else:
                others += used
        return own, others

    def _is_below(self, pid, roots):
        while pid in self.stats:
            if pid in roots:
                return True
            pid = self.stats[pid][0]
        return False


def steal():
    """Seconds in which the hypervisor ran other machines."""
    with open("/proc/stat", encoding="ascii") as file:
        return int(file.readline().split()[8]) / TICKS


def reset_peak(pid):
    with open(f"/proc/{pid}/clear_refs", "w", encoding="ascii") as file:
        file.write("5")


def peak_mb(pid):
    """The peak of resident memory since `reset_peak`."""
    return _status_mb(pid, "VmHWM:")


def resident_mb(pid):
    return _status_mb(pid, "VmRSS:")


def _status_mb(pid, name):
    with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as file:
        line = next(line for line in file if line.startswith(name))
    return int(line.split()[1]) / 1024
