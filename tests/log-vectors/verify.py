#!/usr/bin/env python3
"""A second verifier of log exports, written from docs/log-format.md with nothing but Python's own library. verify.py
FILE [KEY [WITNESS [BEFORE]]]: the verdict; exits 1 unless it is "verified", by KEY and WITNESS unless "", and goes on
from the log BEFORE. verify.py -: a verdict for each line {"export", "key", "witness", "before"}, texts or null."""
import base64, functools, hashlib, json, pathlib, sys
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, ROOT = -121665 * pow(121666, -1, P) % P, pow(2, (P - 1) // 4, P)
NAMES = "intent undone decision receipt key-change incident erasure"
TYPES = {f"application/vnd.doorward.{name}.v1+json": name for name in NAMES.split()}
LOG_FAULTS, WITNESS_FAULTS = ("checkpoint-other-key", "checkpoint-signature"), ("missing-cosignature", "cosignature")
UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)
Broken = type("Broken", (ValueError,), {})
sha = lambda *parts: hashlib.sha256(b"".join(parts)).digest()
text = lambda value: value.encode().decode()  # fails for what is no string, and for a lone surrogate
key_number = lambda name, kind, key: sha(name.encode(), b"\n", bytes([kind]), key)[:4]
demand = lambda holds: holds or int("does not hold")
# Ed25519 (RFC 8032); points as (X, Y, Z, T).
def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]), (p[1] + p[0]) * (q[1] + q[0])
    c, d = 2 * p[3] * q[3] * D, 2 * p[2] * q[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P
times = lambda n, p: add(times(n >> 1, add(p, p)), p if n & 1 else (0, 1, 1, 0)) if n else (0, 1, 1, 0)
def point(raw):
    sign, y = raw[31] >> 7, int.from_bytes(raw, "little") & (2**255 - 1)
    x = pow(x2 := (y * y - 1) * pow(D * y * y + 1, -1, P) % P, (P + 3) // 8, P)
    x = [x for x in (x, P - x, x * ROOT % P, P - x * ROOT % P) if x * x % P == x2 and x & 1 == sign][0]
    demand(len(raw) == 32 and y < P and times(8, (x, y, 1, x * y % P))[0])  # the last: not of small order
    return x, y, 1, x * y % P
BASE = point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))
@functools.cache
def signed(key, message, signature):
    (x, y, _, t), s = point(key), int.from_bytes(signature[32:], "little")
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    x, y, z, _ = r = add(times(s, BASE), times(k, (P - x, y, 1, P - t)))
    x, y = (n * pow(z, -1, P) % P for n in (x, y))
    same = signature[:32] == (y | (x & 1) << 255).to_bytes(32, "little")
    return same and len(signature) == 64 and s < L and times(8, r)[0] != 0
def b64(value, length=None):
    raw = base64.b64decode(value, validate=True)
    return demand(base64.b64encode(raw).decode() == value and length in (None, len(raw))) and raw
hexadecimal = lambda value: demand(len(value) == 64 and bytes.fromhex(value).hex() == value) and bytes.fromhex(value)
number = lambda value: demand(type(value) is int and value < 2**64) and value
public_key = lambda value: point(hexadecimal(value)) and hexadecimal(value)
key_name = lambda name: demand(name and not any(c.isspace() or c < " " or c == "+" for c in name)) and name
def witness_key(vkey):
    name, hexes, material = vkey.split("+", 2)
    kind, key = b64(material, 33)[0], b64(material)[1:]
    return demand(kind == 4 and key_number(key_name(name), 4, key).hex() == hexes and point(key)) and (name, key)
# Shapes: [shape] a list, {str: shape} an object of any names, {name: shape} of these names, with `...` of others too.
HEADER = {"v": number, "log_index": number, "prev_leaf_hash": hexadecimal, "commitments": {str: hexadecimal}, ...: 0}
FOLLOWS = {"origin": text, "size": lambda size: demand(number(size)), "root": hexadecimal, ...: 0}
KEY_CHANGE = {"new_key": public_key, "follows": lambda log: None if log == () else shaped(log, FOLLOWS), ...: 0}
ERASURE = {"erased": [{"log_index": number, "names": [text], ...: 0}], ...: 0}
ENVELOPE = {"payloadType": text, "payload": b64, "signatures": [{"keyid": text, "sig": lambda sig: b64(sig, 64)}]}
maybe = lambda shape: lambda value: None if value is None else shape(value)
ENTRY = {"leaf": b64, "openings": {str: {"salt": lambda salt: b64(salt, 16), "bytes": b64}}}
HEAD = {"format": text, "v": lambda v: demand(number(v) == 1), "origin": text, "witness": maybe(witness_key)}
WHOLE = HEAD | {"checkpoint": maybe(text), "cosigned": [text], "entries": [ENTRY]}
CHOSEN = dict.fromkeys(("tenant", "from", "to", "legal_basis"), maybe(text))
PART = WHOLE | {"entries": [ENTRY | {"index": number, "proof": [hexadecimal]}], "chosen": CHOSEN}
def parse(raw):
    once = lambda pairs, name: [one for one, _ in pairs].count(name) == 1
    unique = lambda pairs: {name: value if once(pairs, name) else ... for name, value in pairs}  # ... fits no shape
    whole = lambda digits: int(digits) if digits.isdigit() and len(digits) <= 20 else None
    return json.loads(raw.decode(), object_pairs_hook=unique, parse_int=whole, parse_constant=int)
def shaped(value, shape):
    if type(shape) is list:
        return [shaped(one, shape[0]) for one in demand(type(value) is list) and value]
    if type(shape) is dict and str in shape:
        return {text(name): shaped(one, shape[str]) for name, one in value.items()}
    if type(shape) is dict:
        demand(... in shape or set(value) == set(shape))
        return {name: shaped(value[name], shape[name]) for name in shape if name != ...}
    return shape(value)
def envelope(leaf):
    read = parse(leaf)
    demand(json.dumps(read, separators=(",", ":"), ensure_ascii=False).encode() == leaf and len(leaf) <= 2**20)
    demand([*read] == [*ENVELOPE] and all([*one] == ["keyid", "sig"] for one in read["signatures"]))
    return shaped(read, ENVELOPE).values()
payload = lambda raw, shape: shaped({"commitments": {}, "follows": ()} | parse(raw), shape)  # what may be left out
class Checkpoint:
    def __init__(self, note):
        demand(len(note.encode()) <= 2**18 and note[-1] == "\n" and not any(c < " " and c != "\n" for c in note))
        body, lines = note[:-1].rsplit("\n\n", 1)
        lines = map(lambda line: line.split(" "), lines.split("\n"))
        self.lines = [(dash, key_name(name), b64(raw)[:4], b64(raw)[4:]) for dash, name, raw in lines]
        demand(len(self.lines) <= 100 and all(dash == "\u2014" and raw for dash, *_, raw in self.lines))
        self.text, (self.origin, size, root) = (body + "\n").encode(), body.split("\n")
        self.size, self.root = number(int(size)), b64(root, 32)
        demand(key_name(self.origin) and str(self.size) == size)
    def fault(self, kind, name, key):  # kind 1 is the log, 4 its witness
        time = lambda raw: int.from_bytes(raw[:8], "big")
        log = lambda raw: signed(key, self.text, raw)
        witness = lambda raw: time(raw) and signed(key, b"cosignature/v1\ntime %d\n" % time(raw) + self.text, raw[8:])
        mine = [raw for _, *whose, raw in self.lines if whose == [name, key_number(name, kind, key)]]
        holds, absent, false = {1: (log, *LOG_FAULTS), 4: (witness, *WITNESS_FAULTS)}[kind]
        return absent if not mine else None if all(map(holds, mine)) else false
check = lambda where, fault: fault and reading(where, fault, demand, False)
def reading(where, fault, read, *arguments):
    try:
        return read(*arguments)
    except UNREADABLE:
        raise Broken(where, fault)
def checkpoint(where, note, origin):
    read = reading(where, "malformed-checkpoint", Checkpoint, note)
    check(where, read.origin != origin and "other-origin" or read.size == 0 and "empty")
    return read
half = lambda size: 1 << (size - 1).bit_length() - 1
def root(hashes):
    halves = len(hashes) > 1 and (hashes[:half(len(hashes))], hashes[half(len(hashes)):])
    return sha(b"\1", *map(root, halves)) if halves else hashes[0]
def leads_to(leaf, index, size, proof):  # this root, or None
    if size == 1 or not proof:
        return None if size > 1 or proof else leaf
    right = index >= half(size)
    inner = leads_to(leaf, index - right * half(size), size - half(size) if right else half(size), proof[:-1])
    return inner and sha(b"\1", *(proof[-1], inner)[::1 if right else -1])
def verify(export, pinned_key, pinned_witness):
    seal, part, count = "the checkpoint", "chosen" in export, len(export["entries"])
    origin, witness = export["origin"], pinned_witness or export["witness"]
    newest = None if export["checkpoint"] is None else checkpoint(seal, export["checkpoint"], origin)
    pending, key, hashes, seen, missing, erased, link = [], None, {-1: bytes(32)}, None, set(), 0, None
    for where, note in ((f"cosigned checkpoint {place}", note) for place, note in enumerate(export["cosigned"])):
        pending.append((where, check(where, not witness and "witness-unknown") or checkpoint(where, note, origin)))
    pending.sort(key=lambda pair: pair[1].size)
    witnessed, tree = lambda: seen.size if seen else 0, lambda: root([*hashes.values()][1:])
    def cosigned(size):  # of up to so many entries
        nonlocal seen
        while pending and pending[0][1].size <= size:
            where, one = pending.pop(0)
            check(where, one.fault(1, origin, key) or one.fault(4, *witness))
            check(f"entries {witnessed()} to {size - 1}", not part and one.root != tree() and "root")
            seen = one
    for place, entry in enumerate(export["entries"]):
        index, openings, here = (at := entry["index"] if part else place), entry["openings"], f"entry {at}"
        check(here, index <= next(reversed(hashes)) and "order" or place == 0 < index and "no-first-key")
        cosigned(index)
        fault = newest and newest.size <= index and (newest.fault(1, origin, key) or "unsealed")
        check(here if fault == "unsealed" else seal, fault)
        media_type, raw, sigs = reading(here, "not-an-envelope", envelope, entry["leaf"])
        check(here, not (kind := TYPES.get(media_type)) and "payload-type")
        change = reading(here, "not-a-payload", payload, raw, KEY_CHANGE) if kind == "key-change" else {}
        named, follows = change.get("new_key"), change.get("follows")
        check(here, index and follows and "not-a-payload" or not (signer := key or named) and "no-first-key")
        check(here, index == 0 and pinned_key not in (None, signer) and "not-the-pinned-key")
        check(here, len(sigs) != 1 and "signatures" or sigs[0]["keyid"] != sha(signer).hex()[:16] and "other-key")
        pae = b"DSSEv1 %d %s %d %s" % (len(media_type), media_type.encode(), len(raw), raw)
        check(here, not signed(signer, pae, sigs[0]["sig"]) and "signature")
        v, log_index, previous, commitments = reading(here, "not-a-payload", payload, raw, HEADER).values()
        check(here, v != 1 and "version" or log_index != index and "index")
        check(here, previous != hashes.get(index - 1, previous) and "previous-leaf")
        for name, opening in sorted(openings.items()):
            fits = name in commitments and sha(*opening.values()) == commitments[name]
            check(here, not fits and ("opening" if name in commitments else "unknown-opening"))
        missing |= {(index, name) for name in commitments if name not in openings}
        lists = reading(here, "not-a-payload", payload, raw, ERASURE)["erased"] if kind == "erasure" else []
        gone = missing & {(parts["log_index"], name) for parts in lists for name in parts["names"]}
        key, missing, erased, link = named or signer, missing - gone, erased + len(gone), link or (follows, signer)
        hashes[index] = sha(b"\0", entry["leaf"])
    end = count if not part else newest.size if newest else 0
    check("entry 0", count == 0 and "empty")
    cosigned(end)
    check(seal, not newest and "missing-checkpoint")
    fault = newest.fault(1, origin, key)
    check(f"entry {end}", newest.size > end and fault != "checkpoint-signature" and "missing")
    check(seal, fault or part and witnessed() == end and newest.root != seen.root and "root")
    check(f"entries {witnessed()} to {end - 1}", not part and newest.root != tree() and "root")
    for where, later in pending:
        check(where, later.fault(4, *witness))
        check(f"entry {end}", "cut-after-witness")
    check(seal, pinned_witness and not seen and "missing-cosignature")
    for index, proof in [(entry["index"], entry["proof"]) for entry in export["entries"] if part]:
        under = seen if index < witnessed() else newest
        check(f"entry {index}", leads_to(hashes[index], index, under.size, proof) != under.root and "inclusion")
    unwitnessed, of = sum(witnessed() <= index for index in hashes), {"of": end} if part else {}
    report = {"verified": count, "unwitnessed": unwitnessed, "erased": erased, "withheld": len(missing)} | of
    return report, [origin, count, tree()], key, *link
def goes_on(before, follows, first_key):
    check("the log before", "chosen" in before and "before-part")
    _, end, last_key, *_ = reading("the log before", "before-broken", verify, before, None, None)
    check("the log before", not follows and "follows-none" or [*follows.values()] != end and "follows-another")
    return {"handed_over": last_key == first_key}
def read(export):
    read = demand(len(export.encode()) <= 2**30) and parse(export.encode())
    return shaped(read, {"doorward-log-export": WHOLE, "doorward-log-part": PART}[read["format"]])
def judge(export, key=None, witness=None, before=None):
    key, witness = key and hexadecimal(key), witness and witness_key(witness)
    try:
        report, _, _, *link = verify(read(export), key or None, witness or None)
        return report if before is None else report | goes_on(read(before), *link)
    except Broken as broken:
        return {"broken": broken.args[0], "why": broken.args[1]}
    except UNREADABLE:
        return {"refused": True}
if sys.argv[1:] == ["-"]:
    sys.exit(any(print(json.dumps(judge(**json.loads(line))), flush=True) for line in sys.stdin))
content = lambda file: pathlib.Path(file).read_text(encoding="utf-8")
print(json.dumps(verdict := judge(content(sys.argv[1]), *sys.argv[2:4], *map(content, sys.argv[4:]))))
sys.exit("verified" not in verdict)
