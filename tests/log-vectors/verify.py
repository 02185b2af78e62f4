#!/usr/bin/env python3
"""A second verifier of log exports, written from docs/log-format.md with nothing but Python's own library.

    verify.py FILE [KEY [WITNESS_VKEY]]     prints the verdict as JSON; exits 1 if the log is broken or unreadable
    verify.py --vectors                     checks every frozen export beside this file
"""
import base64, hashlib, json, pathlib, sys

P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
DESK = "intent undone decision receipt key-change incident erasure".split()
TYPES = {f"application/vnd.doorward.{name}.v1+json": name for name in DESK}
sha = lambda *parts: hashlib.sha256(b"".join(parts)).digest()


class Broken(Exception):
    pass


class Refused(Exception):
    pass


# Ed25519, RFC 8032
def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]), (p[1] + p[0]) * (q[1] + q[0])
    c, d = 2 * p[3] * q[3] * D, 2 * p[2] * q[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(n, p):
    q = (0, 1, 1, 0)
    while n:
        if n & 1:
            q = add(q, p)
        p, n = add(p, p), n >> 1
    return q


def equal(p, q):
    return (p[0] * q[2] - q[0] * p[2]) % P == 0 and (p[1] * q[2] - q[1] * p[2]) % P == 0


def point(raw):
    """The point, or None: also for points of small order."""
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - x2) % P or (x == 0 and sign):
        return None
    p = (P - x if x & 1 != sign else x, y, 1, 0)
    p = p[:3] + (p[0] * y % P,)
    return None if equal(times(8, p), (0, 1, 1, 0)) else p


G = point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def signed(key, message, signature):
    a, r, s = point(key), point(signature[:32]), int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or not a or not r or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    return equal(times(s, G), add(r, times(k, a)))


# Spellings
def b64(text, length=None):
    raw = base64.b64decode(text, validate=True)
    if base64.b64encode(raw).decode() != text or length not in (None, len(raw)):
        raise ValueError("base64")
    return raw


def hexadecimal(text, length):
    raw = bytes.fromhex(text)
    if raw.hex() != text or len(raw) != length:
        raise ValueError("hex")
    return raw


def integer(value):
    if type(value) is not int or value < 0:
        raise ValueError("number")
    return value


def parsing(where, why, read, *arguments):
    try:
        return read(*arguments)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        raise Broken(where, why)


# Notes
def key_number(name, kind, key):
    return sha(name.encode(), b"\n", bytes([kind]), key)[:4]


def vkey(text):
    name, number, material = text.split("+", 2)
    raw = b64(material, 33)
    if raw[0] != 4 or key_number(name, 4, raw[1:]).hex() != number or not point(raw[1:]):
        raise ValueError("vkey")
    return name, raw[1:]


class Checkpoint:
    def __init__(self, note):
        if any(ord(c) < 32 and c != "\n" for c in note) or note[-1] != "\n":
            raise ValueError("note")
        text, lines = note[:-1].rsplit("\n\n", 1)
        self.text, self.lines = text + "\n", []
        for line in lines.split("\n"):
            dash, name, raw = line.split(" ")
            if dash != "\u2014" or not name or "+" in name or len(b64(raw)) < 5:
                raise ValueError("line")
            self.lines.append((name, b64(raw)[:4], b64(raw)[4:]))
        self.origin, size, root = text.split("\n")
        self.size, self.root = int(size), b64(root, 32)
        if str(self.size) != size or not self.origin or self.size < 0:
            raise ValueError("size")

    def check(self, where, name, kind, key, absent, false):
        mine = [line[2] for line in self.lines if line[:2] == (name, key_number(name, kind, key))]
        for raw in mine:
            time, message = int.from_bytes(raw[:8], "big"), self.text.encode()
            if kind == 4:
                message, raw = f"cosignature/v1\ntime {time}\n".encode() + message, raw[8:] if time else b""
            if not signed(key, message, raw):
                raise Broken(where, false)
        if not mine:
            raise Broken(where, absent)

    def sealed(self, where, key):
        self.check(where, self.origin, 1, key, "checkpoint-other-key", "checkpoint-signature")

    def cosigned(self, where, witness):
        self.check(where, witness[0], 4, witness[1], "missing-cosignature", "cosignature")


# Leaves
def envelope(leaf):
    read = json.loads(leaf.decode())
    again = json.dumps(read, separators=(",", ":"), ensure_ascii=False).encode()
    if again != leaf or list(read) != ["payloadType", "payload", "signatures"] or len(leaf) > 2**20:
        raise ValueError("spelling")
    signatures = [(s["keyid"], b64(s["sig"], 64)) for s in read["signatures"] if list(s) == ["keyid", "sig"]]
    if len(signatures) != len(read["signatures"]):
        raise ValueError("signature")
    return read["payloadType"], b64(read["payload"]), signatures


def header(payload):
    read = json.loads(payload)
    commitments = {name: hexadecimal(h, 32) for name, h in read.get("commitments", {}).items()}
    return integer(read["v"]), integer(read["log_index"]), hexadecimal(read["prev_leaf_hash"], 32), commitments


def new_key(payload):
    key = hexadecimal(json.loads(payload)["new_key"], 32)
    if not point(key):
        raise ValueError("key")
    return key


def erasure(payload):
    return [(integer(p["log_index"]), name) for p in json.loads(payload)["erased"] for name in p["names"]]


def root(subtrees):
    right = subtrees[-1][1]
    for _, left in reversed(subtrees[:-1]):
        right = sha(b"\1", left, right)
    return right


def verify(export, pinned_key=None, pinned_witness=None):
    witness = pinned_witness or export["witness"]
    seal = "the checkpoint"

    def checkpoint(where, note):
        read = parsing(where, "malformed-checkpoint", Checkpoint, note)
        if read.origin != export["origin"]:
            raise Broken(where, "other-origin")
        if read.size == 0:
            raise Broken(where, "empty")
        return read

    newest = checkpoint(seal, export["checkpoint"]) if export["checkpoint"] is not None else None
    pending = []
    for number, note in enumerate(export["cosigned"]):
        where = f"cosigned checkpoint {number}"
        if not witness:
            raise Broken(where, "witness-unknown")
        pending.append((where, checkpoint(where, note)))
    key, before, subtrees, witnessed, missing, erased = None, bytes(32), [], 0, set(), 0
    count = len(export["entries"])
    for index, (leaf, openings) in enumerate(export["entries"]):
        here = f"entry {index}"
        if newest and newest.size == index:
            newest.sealed(seal, key)
            raise Broken(here, "unsealed")
        kind, payload, signatures = parsing(here, "not-an-envelope", envelope, leaf)
        if kind not in TYPES:
            raise Broken(here, "payload-type")
        named = parsing(here, "not-a-payload", new_key, payload) if TYPES[kind] == "key-change" else None
        signer = key or named
        if not signer:
            raise Broken(here, "no-first-key")
        if index == 0 and pinned_key not in (None, signer):
            raise Broken(here, "not-the-pinned-key")
        if len(signatures) != 1:
            raise Broken(here, "signatures")
        if signatures[0][0] != sha(signer).hex()[:16]:
            raise Broken(here, "other-key")
        pae = b"DSSEv1 %d %s %d %s" % (len(kind), kind.encode(), len(payload), payload)
        if not signed(signer, pae, signatures[0][1]):
            raise Broken(here, "signature")
        key = named or signer
        v, number, previous, commitments = parsing(here, "not-a-payload", header, payload)
        for found, wanted, why in (v, 1, "version"), (number, index, "index"), (previous, before, "previous-leaf"):
            if found != wanted:
                raise Broken(here, why)
        for name in sorted(openings):
            if name not in commitments:
                raise Broken(here, "unknown-opening")
            if sha(*openings[name]) != commitments[name]:
                raise Broken(here, "opening")
        missing |= {(index, name) for name in commitments if name not in openings}
        if TYPES[kind] == "erasure":
            gone = missing.intersection(parsing(here, "not-a-payload", erasure, payload))
            missing, erased = missing - gone, erased + len(gone)
        before = sha(b"\0", leaf)
        subtrees.append((1, before))
        while len(subtrees) > 1 and subtrees[-1][0] == subtrees[-2][0]:
            (width, right), (_, left) = subtrees.pop(), subtrees.pop()
            subtrees.append((2 * width, sha(b"\1", left, right)))
        for where, cosigned in [p for p in pending if p[1].size == index + 1]:
            cosigned.sealed(where, key)
            cosigned.cosigned(where, witness)
            if cosigned.root != root(subtrees):
                raise Broken(f"entries {witnessed} to {index}", "root")
            witnessed = index + 1
    if count == 0:
        raise Broken("entry 0", "empty")
    if not newest:
        raise Broken(seal, "missing-checkpoint")
    try:
        newest.sealed(seal, key)
    except Broken as broken:
        if newest.size == count or broken.args[1] == "checkpoint-signature":
            raise
    if count < newest.size:
        raise Broken(f"entry {count}", "missing")
    if newest.root != root(subtrees):
        raise Broken(f"entries {witnessed} to {count - 1}", "root")
    for where, later in sorted((p for p in pending if p[1].size > count), key=lambda p: p[1].size)[:1]:
        later.cosigned(where, witness)
        raise Broken(f"entry {count}", "cut-after-witness")
    if pinned_witness and not pending:
        raise Broken(seal, "missing-cosignature")
    return {"verified": count, "unwitnessed": count - witnessed, "erased": erased, "withheld": len(missing)}


def read(text):
    if not text.strip():
        raise Refused("empty")
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise Refused("truncated" if error.pos >= len(text.rstrip()) or "Unterminated" in error.msg else "not-json")
    if type(document) is not dict or document.get("format") != "doorward-log-export":
        raise Refused("not-an-export")
    if document.get("v") != 1:
        raise Refused("unknown-version")
    try:
        if set(document) != {"format", "v", "origin", "witness", "checkpoint", "cosigned", "entries"}:
            raise ValueError("fields")
        document["witness"] = document["witness"] and vkey(document["witness"])
        opening = lambda o: (b64(o["salt"], 16), b64(o["bytes"]))
        entry = lambda e: (b64(e["leaf"]), {name: opening(o) for name, o in e["openings"].items()})
        document["entries"] = [entry(e) for e in document["entries"]]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Refused("malformed")
    return document


def judge(path, key=None, witness=None):
    try:
        document = read(pathlib.Path(path).read_text(encoding="utf-8"))
        return verify(document, key and hexadecimal(key, 32), witness and vkey(witness))
    except Refused as refused:
        return {"refused": refused.args[0]}
    except Broken as broken:
        return {"broken": broken.args[0], "why": broken.args[1]}


def vectors():
    here = pathlib.Path(__file__).parent
    cases = json.loads((here / "verdicts.json").read_text())
    wrong = 0
    for case in cases:
        verdict = judge(here / "exports" / case["export"], case.get("key"), case.get("witness"))
        if verdict != case["verdict"]:
            wrong += 1
            print(f"{case['export']}: {verdict}, frozen {case['verdict']}")
    print(f"{len(cases)} exports, {wrong} with another verdict")
    return wrong == 0


if __name__ == "__main__":
    if sys.argv[1:] == ["--vectors"]:
        sys.exit(not vectors())
    verdict = judge(*sys.argv[1:4])
    print(json.dumps(verdict))
    sys.exit("verified" not in verdict)
