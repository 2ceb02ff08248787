"""Reads the modules of a Rust crate, just enough to find the file that defines the item a path names."""

import os
import re

TOKEN = re.compile(
    r"""(?P<skip>\s+|//[^\n]*)
    |(?P<comment>/\*)
    |(?P<text>b?"(?:[^"\\]|\\.)*"|c"(?:[^"\\]|\\.)*"|b?'(?:[^'\\\n]|\\[^\n][^'\n]*)')
    |(?P<raw>[bc]?r(?P<hashes>\#*)".*?"(?P=hashes))
    |(?P<lifetime>'[A-Za-z_]\w*)
    |(?P<word>(?:r\#)?[A-Za-z_]\w*)
    |(?P<number>\d[\w.]*?(?=\.\.|[^\w.]|$))
    |(?P<sign>::|->|=>|.)""",
    re.VERBOSE | re.DOTALL,
)
OPEN, CLOSE = {"(", "[", "{"}, {")", "]", "}"}
NAMED = {"fn", "struct", "enum", "union", "trait", "type", "const", "static"}


def tokens_of(text):
    """The identifiers and signs of a source, without comments; a literal is the token `""`."""
    tokens, at = [], 0
    while at < len(text):
        found = TOKEN.match(text, at)
        at = found.end()
        kind = found.lastgroup if found.lastgroup != "hashes" else "raw"
        if kind == "comment":
            depth = 1
            while depth and at < len(text):
                mark = re.compile(r"/\*|\*/").search(text, at)
                at = mark.end() if mark else len(text)
                depth += 1 if mark and mark.group() == "/*" else -1
        elif kind in ("text", "raw", "number"):
            tokens.append('""')
        elif kind in ("word", "sign"):
            tokens.append(found.group().removeprefix("r#"))
    return tokens


def end_of_group(tokens, at):
    """The index after the bracket that closes the one at `at`."""
    depth = 0
    while at < len(tokens):
        depth += (tokens[at] in OPEN) - (tokens[at] in CLOSE)
        at += 1
        if depth == 0:
            break
    return at


class Module:
    def __init__(self, file, parent, path):
        self.file, self.parent, self.path = file, parent, path
        self.modules = {}                 # name -> Module
        self.items = {}                   # name -> the file that defines it
        self.imports = []                 # (name, path, is a re-export); the name `*` is a glob
        self.code = []                    # lists of tokens: bodies, signatures, attributes

    def root(self):
        return self if self.parent is None else self.parent.root()


class Reader:
    """Reads a crate's files into modules."""

    def read(self, file, parent=None, path=()):
        module = Module(file, parent, path)
        with open(file, encoding="utf-8") as source:
            self.items(tokens_of(source.read()), module)
        return module

    def items(self, tokens, module):
        at = 0
        while at < len(tokens):
            attributes, at = self.attributes(tokens, at)
            if at >= len(tokens):
                break
            end, item = self.item(tokens, at)
            if not any(is_for_tests(attribute) for attribute in attributes):
                module.code.extend(attributes)
                self.take(item, attributes, module)
            at = end

    @staticmethod
    def attributes(tokens, at):
        found = []
        while at < len(tokens) and tokens[at] == "#":
            start = at + 1 + (tokens[at + 1] == "!")
            at = end_of_group(tokens, start)
            found.append(tokens[start:at])
        return found, at

    @staticmethod
    def item(tokens, at):
        """The item's end, and its tokens without its visibility; re-exports begin with `pub use`."""
        start, public = at, tokens[at] == "pub"
        if public:
            start = at + 1
            if tokens[start] == "(":
                start = end_of_group(tokens, start)
        at = start
        whole = tokens[start] in ("use", "const", "static", "type")    # only a semicolon ends it
        if tokens[start] == "const" and tokens[start + 1] in ("fn", "unsafe", "async", "extern"):
            whole = False
        while at < len(tokens):
            if tokens[at] in OPEN:
                braces = tokens[at] == "{"
                at = end_of_group(tokens, at)
                if braces and not whole:
                    break
            elif tokens[at] == ";":
                at += 1
                break
            else:
                at += 1
        item = tokens[start:at]
        return at, ["pub"] + item if public and item[0] == "use" else item

    def take(self, item, attributes, module):
        words = [word for word in item[:6] if word not in ("unsafe", "async", "extern", '""')]
        if item[:2] == ["pub", "use"] or item[0] == "use":
            module.imports.extend(uses(item, item[0] == "pub"))
        elif item[0] == "mod":
            self.module(item, module)
        elif item[0] == "macro_rules":
            scope = module.root() if any(attribute[1] == "macro_export" for attribute in attributes) else module
            scope.items[item[2]] = module.file
            module.code.append(item)
        else:
            if words[0] == "const" and words[1] == "fn":
                words = words[1:]
            if words[0] in NAMED and len(words) > 1:
                module.items[words[1]] = module.file
            module.code.append(item)

    def module(self, item, module):
        name = item[1]
        if item[2] != ";":
            inner = Module(module.file, module, module.path + (name,))
            self.items(item[3:-1], inner)
            module.modules[name] = inner
            return
        folder, base = os.path.split(module.file)
        if base not in ("mod.rs", "lib.rs", "main.rs"):
            folder = os.path.join(folder, base.removesuffix(".rs"))
        inside = module.path[len(file_path(module)):]    # inline modules around this one
        folder = os.path.join(folder, *inside)
        for file in (os.path.join(folder, name + ".rs"), os.path.join(folder, name, "mod.rs")):
            if os.path.exists(file):
                module.modules[name] = self.read(file, module, module.path + (name,))
                return
        raise SystemExit(f"{module.file}: no file for `mod {name}`")


def file_path(module):
    """The path of the outermost module in the same file."""
    while module.parent is not None and module.parent.file == module.file:
        module = module.parent
    return module.path


def is_for_tests(attribute):
    return attribute[1:5] in (["cfg", "(", "test", ")"], ["test", "]"])


def uses(item, public):
    """The imports of a `use` item."""
    tokens, found = item[2 if public else 1:], []

    def tree(at, prefix):
        """Reads the tree at `at`; returns the index after it."""
        path = list(prefix)
        while tokens[at] != "{":
            if tokens[at] != "::":
                path.append(tokens[at])
                if tokens[at + 1] != "::":
                    return leaf(at + 1, path)
            at += 1
        at += 1
        while tokens[at] != "}":
            at = tree(at, path)
            at += tokens[at] == ","
        return at + 1

    def leaf(at, path):
        if path[-1] == "self" and len(path) > 1:
            path.pop()
        name = path[-1]
        if tokens[at] == "as":
            name, at = tokens[at + 1], at + 2
        found.append((name, tuple(path), public))
        return at

    tree(0, [])
    return found


class Names:
    """Resolves paths to modules and to the files that define items."""

    def __init__(self):
        self.asked = set()

    def resolve(self, module, path):
        """Resolves a path written in the module."""
        start = {"crate": module.root(), "self": module, "super": module.parent}.get(path[0], module)
        if start is None:
            return []
        if path[0] not in ("crate", "self", "super"):
            return self.within(module, path, False)
        return self.within(start, path[1:], True) if len(path) > 1 else [start]

    def within(self, module, path, sure):
        """Resolves the path in the module; an item that must be there but is not found is generated by a macro."""
        if path[0] == "super":
            return self.resolve(module, path)
        found = self.lookup(module, path[0])
        modules = [meaning for meaning in found if isinstance(meaning, Module)]
        if len(path) > 1 and modules:
            found = [meaning for inner in modules for meaning in self.within(inner, path[1:], True)]
        # Otherwise the item itself, or the type of a variant or an associated item.
        return found or ([module.file] if sure else [])

    def lookup(self, module, name):
        key = (id(module), name)
        if key in self.asked:
            return []
        self.asked.add(key)
        found = [names[name] for names in (module.modules, module.items) if name in names]
        for alias, path, _ in module.imports:
            if alias == name and path != (name,):
                found.extend(self.resolve(module, path))
        if not found:
            for source in (source for source in self.globs(module) if source is not module):
                found.extend(self.lookup(source, name))
        self.asked.discard(key)
        return found

    def globs(self, module):
        for alias, path, _ in module.imports:
            if alias == "*" and len(path) > 1:
                yield from (source for source in self.resolve(module, path[:-1]) if isinstance(source, Module))


def paths_in(tokens):
    """The paths in a piece of code, single names included, each with the token after it; and the `use`s inside."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token == "use" and at and tokens[at - 1] in ("{", "}", ";"):
            end = tokens.index(";", at)
            for _, path, _ in uses(tokens[at:end + 1], False):
                yield path, "::"
            at = end
        elif token.isidentifier() and (not at or tokens[at - 1] != "."):
            path = [token]
            while at + 2 < len(tokens) and tokens[at + 1] == "::" and tokens[at + 2].isidentifier():
                path.append(tokens[at + 2])
                at += 2
            yield tuple(path), tokens[at + 1] if at + 1 < len(tokens) else ""
            at += 1
        else:
            at += 1
