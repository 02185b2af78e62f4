"""Google's gRPC client for Python, made from Teleport's own protos, against what is played: PROTOS ADDRESS IDENTITY.

Of the protos the three calls that are played are taken, with every message that they need, unchanged but for the options of
gogoproto, which are about Go alone. A field whose type stands in a file that is not there is left out, and told."""

import importlib
import os
import pathlib
import re
import sys
import tempfile

# That a stranger is not let in is what is looked for below.
os.environ["GRPC_VERBOSITY"] = "NONE"

import grpc
from grpc_tools import protoc

protos, address, identity = sys.argv[1:]
CALLS = ["Ping", "ListAccessRequests", "SubmitAccessReview"]


def blocks(text):
    """Each message and enumeration of a file, by its name; what is for readers and for Go is left out."""
    text = re.sub(r"//[^\n]*", "", text)
    found = {}
    for begin in re.finditer(r"^(message|enum|service) (\w+) \{", text, re.MULTILINE):
        depth, end = 1, begin.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
        body = re.sub(r"\[[^\]]*\]", "", text[begin.start() : end])
        found[begin[2]] = re.sub(r"^\s*option [^;]*;", "", body, flags=re.MULTILINE)
    return found


files = {
    "proto": blocks(pathlib.Path(protos, "authservice.proto").read_text()),
    "types": blocks(pathlib.Path(protos, "types.proto").read_text()),
    "wrappers": blocks(pathlib.Path(protos, "wrappers.proto").read_text()),
}
service = files["proto"]["AuthService"]
calls = [re.search(rf"rpc {call}\([^;]*;", service)[0] for call in CALLS]
cut = {"proto": {}, "types": {}, "wrappers": {}}
FIELD = re.compile(r"^(\s*)(repeated |optional )?(map<\s*\w+,\s*)?([\w.]+)>? (\w+) = \d+\s*;", re.MULTILINE)
SCALAR = {"string", "bool", "bytes", "int32", "int64", "uint32", "uint64", "double", "float", "reserved"}


def take(package, name):
    """A type, and all that its fields are of."""
    if name in cut[package]:
        return
    body = cut[package][name] = files[package][name]
    for field in FIELD.finditer(body):
        kind = field[4]
        if kind in SCALAR or kind.startswith("google."):
            continue
        there, _, bare = kind.rpartition(".")
        at = there or package
        if bare in files.get(at, {}):
            take(at, bare)
        elif not re.search(rf"(message|enum) {bare} \{{", body):
            print(f"{name}.{field[5]} is left out: {kind} is in none of the files here.")
            cut[package][name] = cut[package][name].replace(field[0], "")


for call in calls:
    for kind in re.findall(r"\(([\w.]+)\)", call):
        package, _, name = kind.rpartition(".")
        take(package or "proto", name)

IMPORTS = {
    "google.protobuf.Timestamp": "google/protobuf/timestamp.proto",
    "google.protobuf.Duration": "google/protobuf/duration.proto",
    " types.": "types.proto",
    " wrappers.": "wrappers.proto",
}
with tempfile.TemporaryDirectory() as work:
    for package, parts in cut.items():
        body = "\n".join(parts.values())
        imports = "".join(f'import "{name}";\n' for word, name in IMPORTS.items() if word in body)
        text = f'syntax = "proto3";\npackage {package};\n{imports}{body}'
        if package == "proto":
            text += "\nservice AuthService {\n" + "\n".join(calls) + "\n}\n"
        pathlib.Path(work, f"{package}.proto").write_text(text)
    google = str(importlib.resources.files("grpc_tools") / "_proto")
    made = [f"{package}.proto" for package in cut]
    arguments = ["protoc", f"-I{work}", f"-I{google}", f"--python_out={work}", f"--grpc_python_out={work}"]
    assert protoc.main(arguments + made) == 0, "the protos cannot be read"
    sys.path.insert(0, work)
    auth, stubs, types = (importlib.import_module(name) for name in ["proto_pb2", "proto_pb2_grpc", "types_pb2"])

blocks_of_pem = re.findall(r"-----BEGIN [^-]+-----.*?-----END [^-]+-----\n", pathlib.Path(identity).read_text(), re.DOTALL)
key, certificate, *authorities = (block.encode() for block in blocks_of_pem)
trusted = grpc.ssl_channel_credentials(b"".join(authorities), key, certificate)
named = [("grpc.ssl_target_name_override", "teleport.cluster.local")]
channel = grpc.secure_channel(address, trusted, options=named)
teleport = stubs.AuthServiceStub(channel)


def refused(code, call, question):
    try:
        call(question, timeout=10)
    except grpc.RpcError as error:
        assert error.code() == code, error
        return
    raise AssertionError(f"not refused with {code}: {question}")


def nothing_is_unknown(message):
    """Whether each field that came has a place in Teleport's protos."""
    from google.protobuf import unknown_fields

    assert len(unknown_fields.UnknownFieldSet(message)) == 0, message
    for field, value in message.ListFields():
        if field.type != field.TYPE_MESSAGE:
            continue
        if field.message_type.GetOptions().map_entry:
            parts = [part for part in value.values() if hasattr(part, "ListFields")]
        else:
            parts = value if field.is_repeated else [value]
        for part in parts:
            nothing_is_unknown(part)


pong = teleport.Ping(auth.PingRequest(), timeout=10)
nothing_is_unknown(pong)
assert pong.ClusterName == "contoso.example" and pong.ServerVersion.startswith("18.")


def listed(**what):
    """All of them, page by page."""
    requests, key = [], ""
    while True:
        page = teleport.ListAccessRequests(auth.ListAccessRequestsRequest(StartKey=key, **what), timeout=10)
        nothing_is_unknown(page)
        requests += page.AccessRequests
        key = page.NextKey
        if not key:
            return requests


waiting = listed(Filter=types.AccessRequestFilter(State=types.PENDING, Scope=types.NEEDS_REVIEW), Limit=100)
assert len(waiting) == 6, waiting
assert all(request.Spec.State == types.PENDING and request.Spec.User != "noor@contoso.example" for request in waiting)
first, second = waiting[:2]
assert first.Kind == "access_request" and first.Version == "v3" and first.Metadata.Name
spec = first.Spec
assert spec.Roles == ["payroll-admin"] and spec.RequestReason and spec.RequestedResourceIDs[0].Kind == "node"
assert spec.Created.seconds < spec.Expires.seconds == spec.MaxDuration.seconds
assert spec.ResourceExpiry.seconds == first.Metadata.Expires.seconds
assert spec.Thresholds[0].Approve == 1 and list(spec.RoleThresholdMapping["payroll-admin"].Sets[0].Indexes) == [0]


def one(name):
    asked = auth.ListAccessRequestsRequest(Filter=types.AccessRequestFilter(ID=name))
    (request,) = teleport.ListAccessRequests(asked, timeout=10).AccessRequests
    assert request.Metadata.Name == name
    return request


def review(name, proposed, reason):
    submission = types.AccessReviewSubmission(RequestID=name)
    submission.Review.ProposedState, submission.Review.Reason = proposed, reason
    return submission


submit = teleport.SubmitAccessReview
granted = submit(review(first.Metadata.Name, types.APPROVED, "Agreed"), timeout=10)
nothing_is_unknown(granted)
assert granted.Spec.State == types.APPROVED and granted.Spec.Reviews[0].Author == "noor@contoso.example"
assert granted.Spec.Reviews[0].Created.seconds >= spec.Created.seconds
denied = submit(review(second.Metadata.Name, types.DENIED, "No"), timeout=10)
assert denied.Spec.State == types.DENIED and denied.Spec.ResolveReason == "No"
assert one(second.Metadata.Name).Spec.State == types.DENIED

code = grpc.StatusCode
refused(code.PERMISSION_DENIED, submit, review(first.Metadata.Name, types.DENIED, "No"))
refused(code.NOT_FOUND, submit, review("00000000-0000-4000-8000-000000000000", types.DENIED, "No"))
refused(code.INVALID_ARGUMENT, submit, review(waiting[2].Metadata.Name, types.PENDING, "No"))
refused(code.INVALID_ARGUMENT, teleport.ListAccessRequests, auth.ListAccessRequestsRequest(Limit=100_000))
own = next(request for request in listed(Limit=1000) if request.Spec.User == "noor@contoso.example")
refused(code.PERMISSION_DENIED, submit, review(own.Metadata.Name, types.APPROVED, ""))
stranger = stubs.AuthServiceStub(grpc.secure_channel(address, grpc.ssl_channel_credentials(b"".join(authorities)), named))
refused(code.UNAVAILABLE, stranger.Ping, auth.PingRequest())
print("Google's gRPC client for Python, made from Teleport's own protos, works against the played Teleport.")
