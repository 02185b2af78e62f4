#!/usr/bin/env python3
"""A second verifier of log exports, written from docs/log-format.md with nothing but Python's own library.

verify.py FILE [KEY [WITNESS_VKEY]]: prints the verdict, exits 1 unless the log is verified.
verify.py --vectors: gives every frozen export beside this file its verdict and exits 1 if one differs."""
import base64, hashlib, json, pathlib, sys

P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, ONE = -121665 * pow(121666, -1, P) % P, (0, 1, 1, 0)
TYPES = "intent undone decision receipt key-change incident erasure".split()
TYPES = {f"application/vnd.doorward.{name}.v1+json": name for name in TYPES}
UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, IndexError)
Broken, Refused = type("Broken", (Exception,), {}), type("Refused", (Exception,), {})

def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()

def demand(holds):
    if not holds:
        raise ValueError

# Ed25519, RFC 8032
def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]), (p[1] + p[0]) * (q[1] + q[0])
    c, d = 2 * p[3] * q[3] * D, 2 * p[2] * q[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P

def times(n, p):
    q = ONE
    while n:
        q, p, n = add(q, p) if n & 1 else q, add(p, p), n >> 1
    return q

def equal(p, q):
    return (p[0] * q[2] - q[0] * p[2]) % P == 0 and (p[1] * q[2] - q[1] * p[2]) % P == 0

def point(raw):
    """The point of 32 bytes; refuses points of small order."""
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    x2 = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(x2, (P + 3) // 8, P)
    x = x if x * x % P == x2 else x * pow(2, (P - 1) // 4, P) % P
    demand(y < P and x * x % P == x2)
    x = x if x & 1 == sign else P - x
    demand(not equal(times(8, (x, y, 1, x * y % P)), ONE))
    return x, y, 1, x * y % P

G = point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))

def signed(key, message, signature):
    try:
        a, r, s = point(key), point(signature[:32]), int.from_bytes(signature[32:], "little")
    except ValueError:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    return len(signature) == 64 and s < L and equal(times(s, G), add(r, times(k, a)))

# Spellings
def b64(text, length=None):
    raw = base64.b64decode(text, validate=True)
    demand(base64.b64encode(raw).decode() == text and length in (None, len(raw)))
    return raw

def hexadecimal(text):
    demand(len(text) == 64 and bytes.fromhex(text).hex() == text)
    return bytes.fromhex(text)

def once(pairs):
    demand(len(dict(pairs)) == len(pairs))
    return dict(pairs)

def payload(raw):
    read = json.loads(raw, object_pairs_hook=once)
    demand(all(type(n) is int and n >= 0 for n in (read["v"], read["log_index"])))
    commitments = {name: hexadecimal(h) for name, h in read.get("commitments", {}).items()}
    return read["v"], read["log_index"], hexadecimal(read["prev_leaf_hash"]), commitments

def new_key(raw):
    key = hexadecimal(json.loads(raw)["new_key"])
    return point(key) and key

def erasure(raw):
    parts = [(p["log_index"], name) for p in json.loads(raw)["erased"] for name in p["names"]]
    demand(all(type(n) is int and n >= 0 and type(name) is str for n, name in parts))
    return set(parts)

def envelope(leaf):
    read = json.loads(leaf.decode())
    demand(json.dumps(read, separators=(",", ":"), ensure_ascii=False).encode() == leaf and len(leaf) <= 2**20)
    demand(list(read) == ["payloadType", "payload", "signatures"])
    demand(all(list(s) == ["keyid", "sig"] for s in read["signatures"]))
    return read["payloadType"], b64(read["payload"]), [(s["keyid"], b64(s["sig"], 64)) for s in read["signatures"]]

# Notes
def key_number(name, kind, key):
    return sha(name.encode(), b"\n", bytes([kind]), key)[:4]

def vkey(text):
    name, number, material = text.split("+", 2)
    kind, key = b64(material, 33)[0], b64(material, 33)[1:]
    demand(kind == 4 and key_number(name, 4, key).hex() == number and point(key))
    return name, key

class Checkpoint:
    def __init__(self, note):
        demand(note[-1] == "\n" and not any(ord(c) < 32 and c != "\n" for c in note))
        text, lines = note[:-1].rsplit("\n\n", 1)
        self.text, lines = (text + "\n").encode(), [line.split(" ") for line in lines.split("\n")]
        demand(all(len(line) == 3 and line[0] == "\u2014" and line[1] and "+" not in line[1] for line in lines))
        self.lines = [(name, b64(raw)[:4], b64(raw)[4:]) for _, name, raw in lines]
        self.origin, size, root = text.split("\n")
        self.size, self.root = int(size), b64(root, 32)
        demand(str(self.size) == size and self.size >= 0 and self.origin and all(line[2] for line in self.lines))

    def sealed(self, where, key):
        mine = [line[2] for line in self.lines if line[:2] == (self.origin, key_number(self.origin, 1, key))]
        check(mine, where, "checkpoint-other-key")
        check(all(signed(key, self.text, raw) for raw in mine), where, "checkpoint-signature")

    def cosigned(self, where, name, key):
        mine = [line[2] for line in self.lines if line[:2] == (name, key_number(name, 4, key))]
        check(mine, where, "missing-cosignature")
        for raw in mine:
            time = int.from_bytes(raw[:8], "big")
            message = b"cosignature/v1\ntime %d\n%s" % (time, self.text)
            check(time and signed(key, message, raw[8:]), where, "cosignature")

# The log
def check(holds, where, why):
    if not holds:
        raise Broken(where, why)

def parsing(where, why, read, *arguments):
    try:
        return read(*arguments)
    except UNREADABLE:
        raise Broken(where, why)

def root(subtrees):
    right = subtrees[-1][1]
    for _, left in reversed(subtrees[:-1]):
        right = sha(b"\1", left, right)
    return right

def verify(export, pinned_key, pinned_witness):
    def checkpoint(where, note):
        read = parsing(where, "malformed-checkpoint", Checkpoint, note)
        check(read.origin == export["origin"], where, "other-origin")
        check(read.size, where, "empty")
        return read

    seal, witness, pending = "the checkpoint", pinned_witness or export["witness"], []
    newest = None if export["checkpoint"] is None else checkpoint(seal, export["checkpoint"])
    for number, note in enumerate(export["cosigned"]):
        where = f"cosigned checkpoint {number}"
        check(witness, where, "witness-unknown")
        pending.append((where, checkpoint(where, note)))
    key, before, subtrees, witnessed, missing, erased = None, bytes(32), [], 0, set(), 0
    for index, (leaf, openings) in enumerate(export["entries"]):
        here = f"entry {index}"
        if newest and newest.size == index:
            newest.sealed(seal, key)
            raise Broken(here, "unsealed")
        kind, raw, signatures = parsing(here, "not-an-envelope", envelope, leaf)
        check(kind in TYPES, here, "payload-type")
        named = parsing(here, "not-a-payload", new_key, raw) if TYPES[kind] == "key-change" else None
        signer = key or named
        check(signer, here, "no-first-key")
        check(index > 0 or pinned_key in (None, signer), here, "not-the-pinned-key")
        check(len(signatures) == 1, here, "signatures")
        check(signatures[0][0] == sha(signer).hex()[:16], here, "other-key")
        pae = b"DSSEv1 %d %s %d %s" % (len(kind), kind.encode(), len(raw), raw)
        check(signed(signer, pae, signatures[0][1]), here, "signature")
        v, number, previous, commitments = parsing(here, "not-a-payload", payload, raw)
        check(v == 1, here, "version")
        check(number == index, here, "index")
        check(previous == before, here, "previous-leaf")
        for name in sorted(openings):
            check(name in commitments, here, "unknown-opening")
            check(sha(*openings[name]) == commitments[name], here, "opening")
        missing |= {(index, name) for name in commitments if name not in openings}
        gone = missing & parsing(here, "not-a-payload", erasure, raw) if TYPES[kind] == "erasure" else set()
        key, before, missing, erased = named or signer, sha(b"\0", leaf), missing - gone, erased + len(gone)
        subtrees.append((1, before))
        while len(subtrees) > 1 and subtrees[-1][0] == subtrees[-2][0]:
            (width, right), (_, left) = subtrees.pop(), subtrees.pop()
            subtrees.append((2 * width, sha(b"\1", left, right)))
        for where, cosigned in [p for p in pending if p[1].size == index + 1]:
            cosigned.sealed(where, key)
            cosigned.cosigned(where, *witness)
            check(cosigned.root == root(subtrees), f"entries {witnessed} to {index}", "root")
            witnessed = index + 1
    count = len(export["entries"])
    check(count, "entry 0", "empty")
    check(newest, seal, "missing-checkpoint")
    try:
        newest.sealed(seal, key)
    except Broken as broken:
        check(newest.size == count or broken.args[1] == "checkpoint-signature", f"entry {count}", "missing")
        raise
    check(newest.size == count, f"entry {count}", "missing")
    check(newest.root == root(subtrees), f"entries {witnessed} to {count - 1}", "root")
    for where, later in sorted((p for p in pending if p[1].size > count), key=lambda p: p[1].size):
        later.cosigned(where, *witness)
        raise Broken(f"entry {count}", "cut-after-witness")
    check(pending or not pinned_witness, seal, "missing-cosignature")
    return {"verified": count, "unwitnessed": count - witnessed, "erased": erased, "withheld": len(missing)}

def read(text):
    try:
        document = json.loads(text, object_pairs_hook=once)
    except json.JSONDecodeError as error:
        cut = error.pos >= len(text.rstrip()) or "Unterminated" in error.msg
        raise Refused("empty" if not text.strip() else "truncated" if cut else "not-json")
    except ValueError:
        raise Refused("malformed")
    export = type(document) is dict and document.get("format") == "doorward-log-export"
    if not export or type(document.get("v")) is not int:
        raise Refused("not-an-export")
    if document.get("v") != 1:
        raise Refused("unknown-version")
    try:
        demand(set(document) == {"format", "v", "origin", "witness", "checkpoint", "cosigned", "entries"})
        document["witness"] = None if document["witness"] is None else vkey(document["witness"])
        demand(all(set(e) == {"leaf", "openings"} for e in document["entries"]))
        demand(all(set(o) == {"salt", "bytes"} for e in document["entries"] for o in e["openings"].values()))
        opened = lambda openings: {name: (b64(o["salt"], 16), b64(o["bytes"])) for name, o in openings.items()}
        document["entries"] = [(b64(e["leaf"]), opened(e["openings"])) for e in document["entries"]]
    except UNREADABLE:
        raise Refused("malformed")
    return document

def judge(path, key=None, witness=None):
    try:
        export = read(pathlib.Path(path).read_text(encoding="utf-8"))
        return verify(export, key and hexadecimal(key), witness and vkey(witness))
    except Refused as refused:
        return {"refused": refused.args[0]}
    except Broken as broken:
        return {"broken": broken.args[0], "why": broken.args[1]}

if sys.argv[1:] == ["--vectors"]:
    here = pathlib.Path(__file__).parent
    cases = json.loads((here / "verdicts.json").read_text())
    said = [judge(here / "exports" / c["export"], c.get("key"), c.get("witness")) for c in cases]
    other = [(case["export"], verdict) for case, verdict in zip(cases, said) if verdict != case["verdict"]]
    print(f"{len(cases)} exports, {len(other)} with another verdict", *other, sep="\n")
    sys.exit(bool(other))
verdict = judge(*sys.argv[1:4])
print(json.dumps(verdict))
sys.exit("verified" not in verdict)
