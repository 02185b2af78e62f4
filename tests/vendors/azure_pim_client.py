"""Microsoft's own clients of Azure Resource Manager, unchanged, against what is played: ADDRESS TOKEN TENANT SCOPE."""

import sys
import time

from azure.core.credentials import AccessToken
from azure.core.exceptions import HttpResponseError
from azure.mgmt.authorization import AuthorizationManagementClient
from azure.mgmt.authorization.v2021_01_01_preview.models import RoleAssignmentApprovalStepProperties
from azure.mgmt.resource.subscriptions import SubscriptionClient

address, token, tenant, scope = sys.argv[1:]
# What is played is on this machine, at plain HTTP.
PLAIN = {"enforce_https": False}


class Given:
    """A token that is there already."""

    def __init__(self, token):
        self.token = token

    def get_token(self, *scopes, **options):
        return AccessToken(self.token, int(time.time()) + 3600)


def options(token):
    return {"credential": Given(token), "base_url": address, "credential_scopes": ["played"], "retry_total": 0}


def client(version, token=token):
    return AuthorizationManagementClient(subscription_id="none", api_version=version, **options(token))


def refused(status, call):
    try:
        call()
    except HttpResponseError as error:
        assert error.status_code == status and error.error.code, error
        return
    raise AssertionError(f"not refused with {status}")


named = {known.tenant_id: known for known in SubscriptionClient(**options(token)).tenants.list(**PLAIN)}
assert named[tenant].display_name == "Contoso" and named[tenant].default_domain == "contoso.example"

requests = client("2020-10-01").role_assignment_schedule_requests
approvals = client("2021-01-01-preview")


def listed(requests=requests):
    return list(requests.list_for_scope(scope, filter="asApprover()", **PLAIN))


def stages(request):
    return approvals.role_assignment_approval.get_by_id(request.approval_id, **PLAIN).stages


def decide(request, result):
    stage = stages(request)[0].name
    said = RoleAssignmentApprovalStepProperties(review_result=result, justification="Agreed")
    return approvals.role_assignment_approval_step.patch(request.approval_id, stage, said, **PLAIN)


waiting = [request for request in listed() if request.status == "PendingApproval"]
assert len(waiting) == 7, waiting
others = [request for request in waiting if request.expanded_properties.principal.display_name == "Dana Peres"]
own = next(request for request in waiting if request not in others)
first, second, third = others[:3]
assert first.scope == f"/{scope}" and first.role_definition_id.startswith(f"/{scope}/") and first.created_on
assert first.principal_id == first.requestor_id and first.request_type == "SelfActivate"
assert first.schedule_info.expiration.type == "AfterDuration" and first.schedule_info.expiration.duration in (
    "PT1H",
    "PT2H",
    "PT4H",
    "PT8H",
)
assert first.schedule_info.start_date_time and first.ticket_info.ticket_number and first.justification
assert first.expanded_properties.principal.email and first.expanded_properties.role_definition.display_name
same = requests.get(scope, first.name, **PLAIN)
assert (same.id, same.approval_id) == (first.id, first.approval_id)

before = stages(first)[0]
assert (before.status, before.assigned_to_me, before.review_result) == ("InProgress", True, "NotReviewed")
assert before.id.endswith(f"/stages/{before.name}")
alone = approvals.role_assignment_approval_steps.list(first.approval_id, **PLAIN).value
assert [stage.name for stage in alone] == [before.name]
approved = decide(first, "Approve")
assert (approved.status, approved.review_result, approved.justification) == ("Completed", "Approve", "Agreed")
assert approved.principal_id == own.principal_id and approved.principal_name == "Noor Haddad"
assert decide(second, "Deny").review_result == "Deny"
after = {request.name: request.status for request in listed()}
assert (after[first.name], after[second.name]) == ("Provisioned", "Denied")

refused(409, lambda: decide(first, "Deny"))
refused(400, lambda: decide(third, "Perhaps"))
refused(403, lambda: decide(own, "Approve"))
refused(404, lambda: requests.get(scope, "none", **PLAIN))
refused(401, lambda: listed(client("2020-10-01", "another").role_assignment_schedule_requests))
print("Microsoft's own clients work against the played Privileged Identity Management for Azure, unchanged.")
