#!/usr/bin/env python3
"""Finds circles of files and of folders within each crate of the workspace.

    scripts/circles.py [FOLDER...]    the crates in these folders, by default every member of the workspace
    scripts/circles.py --self-test    checks the search itself on a small crate with circles

An edge is a reference to an item that another file defines: a `use`, or a path in the code, followed through modules,
imports and re-exports to the file with the item's definition. `mod`, re-exports as such, comments and
code for tests only do not count. Method calls (`value.method()`) and names that only a macro's expansion contains are not seen;
an item that a macro defines counts as defined where the macro is called. Only files under `src` count.

Folders: a module is compared with its siblings, each including everything below it; a circle counts if one of them is a folder.

Prints each circle as `file -> file (item) -> ...`, where the item is what the left file uses of the right one. Exits with 1 if there is any.
"""

import os
import sys
import tempfile
import tomllib
from collections import defaultdict, deque

sys.dont_write_bytecode = True    # no __pycache__ beside the scripts

from rust_modules import Names, Reader, paths_in

# Folders whose circles with their siblings are intended; docs/ARCHITECTURE.md says why.
EXEMPT = {"core": {"ports"}}

class Crate:
    """The references among the files of one crate."""

    def __init__(self, folder):
        self.folder = folder
        self.edges = defaultdict(dict)    # file -> {file: item}
        self.names = Names()
        for base in ("lib.rs", "main.rs"):
            file = os.path.join(folder, "src", base)
            if os.path.exists(file):
                self.walk(Reader().read(file))

    def walk(self, module):
        bound = set()
        for name, path, public in module.imports:
            if name == "*" or public:
                continue
            self.note(module, path)
        for name, _, public in module.imports:
            if public or name == "*":
                bound.add(name)
        for code in module.code:
            for path, follows in paths_in(code):
                if len(path) > 1:
                    self.note(module, path)
                elif self.is_used(module, path[0], follows, bound):
                    self.note(module, path)
        for inner in module.modules.values():
            self.walk(inner)

    @staticmethod
    def is_used(module, name, follows, bound):
        """Whether a single name refers to an item that the module re-exports or imports by a glob."""
        if not bound or name in module.items:
            return False
        return ("*" in bound or name in bound) and (name[0].isupper() or follows in ("(", "!"))

    def note(self, module, path):
        for meaning in self.names.resolve(module, path):
            if isinstance(meaning, str) and meaning != module.file:
                self.edges[module.file].setdefault(meaning, path[-1])

    def circles_of_files(self):
        return circles({file: set(others) for file, others in self.edges.items()})

    def circles_of_folders(self):
        """Circles of siblings, a folder being one of them; with a reference for each edge."""
        levels = defaultdict(lambda: defaultdict(dict))
        for file, others in self.edges.items():
            for other, item in others.items():
                start, end = self.parts(file), self.parts(other)
                depth = 0
                while depth < min(len(start), len(end)) and start[depth] == end[depth]:
                    depth += 1
                if depth < len(start) and depth < len(end):
                    level = levels[start[:depth]]
                    level[start[depth]].setdefault(end[depth], (file, other, item))
        for above, level in sorted(levels.items()):
            exempt = EXEMPT.get(os.path.relpath(self.folder), ()) if not above else ()
            graph = {
                name: {other for other in others if other not in exempt}
                for name, others in level.items() if name not in exempt
            }
            for circle in circles(graph):
                if any(self.is_folder(above, name) for name in circle):
                    yield above, circle, level

    def parts(self, file):
        """The path of a file's module: `mod.rs` is its folder, `lib.rs` and `main.rs` are the crate's own."""
        path = os.path.relpath(file, os.path.join(self.folder, "src")).removesuffix(".rs").split(os.sep)
        return tuple(path[:-1] if path[-1] in ("mod", "lib", "main") else path)

    def is_folder(self, above, name):
        return os.path.isdir(os.path.join(self.folder, "src", *above, name))


def circles(graph):
    """For each knot of nodes that reach one another, the shortest circles that cover it."""
    for knot in knots(graph):
        covered = set()
        for node in sorted(knot):
            if node not in covered:
                circle = shortest(graph, node, knot)
                covered.update(circle)
                yield circle


def knots(graph):
    """The strongly connected components of more than one node (Tarjan, without recursion)."""
    index, low, stack, on_stack, found = {}, {}, [], set(), []
    for start in sorted(graph):
        if start in index:
            continue
        work = [(start, iter(sorted(graph.get(start, ()))))]
        index[start] = low[start] = len(index)
        stack.append(start)
        on_stack.add(start)
        while work:
            node, rest = work[-1]
            for other in rest:
                if other not in index:
                    index[other] = low[other] = len(index)
                    stack.append(other)
                    on_stack.add(other)
                    work.append((other, iter(sorted(graph.get(other, ())))))
                    break
                if other in on_stack:
                    low[node] = min(low[node], index[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    knot = set()
                    while not knot or node not in knot:
                        knot.add(stack[-1])
                        on_stack.discard(stack.pop())
                    if len(knot) > 1:
                        found.append(knot)
    return found


def shortest(graph, start, knot):
    before, queue = {}, deque([start])
    while queue:
        node = queue.popleft()
        for other in sorted(graph.get(node, ())):
            if other == start:
                circle = [node]
                while circle[-1] != start:
                    circle.append(before[circle[-1]])
                return circle[::-1]
            if other in knot and other not in before:
                before[other] = node
                queue.append(other)
    raise AssertionError("a knot has a circle through each of its nodes")


def lines(folder):
    """A line for each circle of a crate."""
    crate = Crate(folder)
    for circle in crate.circles_of_files():
        line = os.path.relpath(circle[0])
        for file, other in zip(circle, circle[1:] + circle[:1]):
            line += f" -> {os.path.relpath(other)} ({crate.edges[file][other]})"
        yield "files: " + line
    for above, circle, level in crate.circles_of_folders():
        base = os.path.relpath(os.path.join(folder, "src", *above))
        line = os.path.join(base, circle[0])
        for name, other in zip(circle, circle[1:] + circle[:1]):
            file, used, item = level[name][other]
            line += f" -> {os.path.join(base, other)} ({os.path.relpath(file)}: {item} of {os.path.relpath(used)})"
        yield "folders: " + line


SAMPLE = {
    "lib.rs": "mod a; mod b; mod deep; mod flat; mod fine; pub use a::First;",
    "a.rs": "use crate::b::Second as Other; pub struct First(Other);",
    # The other direction goes through a re-export and an inline path; literals, comments and tests do not count.
    "b.rs": "pub struct Second; fn way(_: &crate::First) { let _ = ('\"', \"crate::fine::Fine\"); }",
    "deep/mod.rs": "pub mod one; pub mod two;",
    "deep/one.rs": "use crate::flat; pub fn call() { flat::used() }",
    "deep/two.rs": "pub const TWO: [u8; 2] = [1, 2];",
    "flat.rs": "pub fn used() { let _ = super::deep::two::TWO; }",
    "fine.rs": "use crate::a::First; pub struct Fine(First); /* crate::b /* nested */ */\n"
               "#[cfg(test)] mod tests { use crate::deep::one::call; }",
}
EXPECTED = [
    "files: src/a.rs -> src/b.rs (Second) -> src/a.rs (First)",
    "folders: src/deep -> src/flat (src/deep/one.rs: used of src/flat.rs) -> src/deep (src/flat.rs: TWO of src/deep/two.rs)",
]


def self_test():
    here = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        for name, text in SAMPLE.items():
            path = os.path.join(folder, "src", name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        os.chdir(folder)
        found = list(lines("."))
        os.chdir(here)
    if found != EXPECTED:
        sys.exit("\n".join(["the self-test found", *found, "instead of", *EXPECTED]))


def main():
    if sys.argv[1:] == ["--self-test"]:
        self_test()
        return
    os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
    with open("Cargo.toml", "rb") as manifest:
        members = tomllib.load(manifest)["workspace"]["members"]
    found = [line for folder in sys.argv[1:] or members for line in lines(folder)]
    print("\n".join(found) or "no circles of files or folders")
    sys.exit(1 if found else 0)



if __name__ == "__main__":
    main()
