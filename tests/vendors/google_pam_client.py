"""Google's own client of Privileged Access Manager, unchanged, against what is played: HOST PARENT TOKEN.

It takes every answer apart as its protocol definitions say; what is not of them it refuses."""

import sys

from google.api_core import exceptions
from google.cloud import privilegedaccessmanager_v1 as pam
from google.cloud.privilegedaccessmanager_v1.services.privileged_access_manager.transports import (
    PrivilegedAccessManagerRestTransport as Transport,
)
from google.auth.exceptions import RefreshError
from google.oauth2.credentials import Credentials

host, parent, token = sys.argv[1:]
location = f"{parent}/locations/global"


def client(token):
    transport = Transport(host=host, credentials=Credentials(token), url_scheme="http")
    return pam.PrivilegedAccessManagerClient(transport=transport)


def refused(error, call, **request):
    try:
        call(request=request, retry=None)
    except error:
        return
    raise AssertionError(f"not refused with {error.__name__}: {request}")


mine = client(token)
approver = pam.SearchEntitlementsRequest.CallerAccessType.GRANT_APPROVER
entitlements = list(mine.search_entitlements(request={"parent": location, "caller_access_type": approver}))
assert len(entitlements) == 2, entitlements

relation = pam.SearchGrantsRequest.CallerRelationshipType


def search(which):
    found = []
    for entitlement in entitlements:
        request = {"parent": entitlement.name, "caller_relationship": which, "page_size": 2}
        found += mine.search_grants(request=request)
    return found


waiting = search(relation.CAN_APPROVE)
assert len(waiting) == 7, waiting
first, second, third = [grant for grant in waiting if grant.requester.startswith("dana")][:3]
assert first.state == pam.Grant.State.APPROVAL_AWAITED
assert first.requested_duration.total_seconds() % 3600 == 0
assert first.timeline.events[0].requested.expire_time > first.create_time
assert first.privileged_access.gcp_iam_access.role_bindings[0].role == "roles/storage.admin"
assert mine.get_grant(name=first.name) == first

approved = mine.approve_grant(request={"name": first.name, "reason": "Agreed"})
assert approved.state == pam.Grant.State.ACTIVE
assert approved.audit_trail.access_grant_time
assert approved.timeline.events[1].approved.reason == "Agreed"
denied = mine.deny_grant(request={"name": second.name, "reason": "No"})
assert denied.state == pam.Grant.State.DENIED
assert {grant.name for grant in search(relation.HAD_APPROVED)} == {first.name, second.name}
revoked = mine.revoke_grant(request={"name": first.name, "reason": "Over"}).result(timeout=10)
assert revoked.state == pam.Grant.State.REVOKED
assert revoked.audit_trail.access_remove_time

# Over REST it tells FAILED_PRECONDITION from other refusals of 400 by its body alone.
refused(exceptions.BadRequest, mine.approve_grant, name=first.name)
refused(exceptions.BadRequest, mine.deny_grant, name=second.name)
refused(exceptions.NotFound, mine.get_grant, name=f"{entitlements[0].name}/grants/none")
own = next(grant for grant in waiting if grant.requester.startswith("Noor"))
refused(exceptions.Forbidden, mine.approve_grant, name=own.name)
# Its sign-in would ask for another token, and has nothing to ask with.
refused(RefreshError, client("another").get_grant, name=third.name)
print("Google's own client works against the played Privileged Access Manager, unchanged.")
