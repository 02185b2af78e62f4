"""Google's own client of Access Approval, unchanged, against what is played: ADDRESS PARENT TOKEN.

It builds every call from the discovery document that it carries with it; what is not in that it refuses to send."""

import datetime
import sys

from google.oauth2.credentials import Credentials
from google.auth.exceptions import RefreshError
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

address, parent, token = sys.argv[1:]


def client(token):
    options = {"api_endpoint": address}
    return build("accessapproval", "v1", credentials=Credentials(token), client_options=options, static_discovery=True)


def refused(status, word, call):
    try:
        call.execute()
    except HttpError as error:
        assert error.status_code == status and word in str(error.content), error
        return
    raise AssertionError(f"not refused with {word}")


def all_of(requests, filter):
    found, call = [], requests.list(parent=parent, filter=filter, pageSize=2)
    while call is not None:
        page = call.execute()
        found += page.get("approvalRequests", [])
        call = requests.list_next(call, page)
    return found


mine = client(token).projects().approvalRequests()
waiting = all_of(mine, "PENDING")
assert len(waiting) == 6, waiting
first, second, third = waiting[:3]
assert first["requestTime"] >= second["requestTime"], "the newest comes first"
assert first["requestedReason"]["type"] == "CUSTOMER_INITIATED_SUPPORT"
assert first["requestedDuration"].endswith("s") and first["requestedExpiration"] > first["requestTime"]
assert mine.get(name=first["name"]).execute() == first

until = (datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=30)).isoformat(timespec="milliseconds")
until = until.replace("+00:00", "Z")
approved = mine.approve(name=first["name"], body={"expireTime": until}).execute()
assert approved["approve"]["expireTime"] == until and approved["approve"]["approveTime"], approved
dismissed = mine.dismiss(name=second["name"], body={}).execute()
assert dismissed["dismiss"]["dismissTime"], dismissed
assert [request["name"] for request in all_of(mine, "ACTIVE")] == [first["name"]]
assert {request["name"] for request in all_of(mine, "HISTORY")} >= {first["name"], second["name"]}
invalidated = mine.invalidate(name=first["name"], body={}).execute()
assert invalidated["approve"]["invalidateTime"], invalidated
assert all_of(mine, "ACTIVE") == []

refused(400, "FAILED_PRECONDITION", mine.approve(name=first["name"], body={"expireTime": until}))
refused(400, "FAILED_PRECONDITION", mine.dismiss(name=second["name"], body={}))
refused(400, "FAILED_PRECONDITION", mine.invalidate(name=third["name"], body={}))
refused(400, "INVALID_ARGUMENT", mine.approve(name=third["name"], body={}))
refused(404, "NOT_FOUND", mine.get(name=f"{parent}/approvalRequests/none"))
# Its sign-in would ask for another token, and has nothing to ask with.
try:
    client("another").projects().approvalRequests().get(name=third["name"]).execute()
    raise AssertionError("not refused")
except RefreshError:
    pass
print("Google's own client works against the played Access Approval, unchanged.")
