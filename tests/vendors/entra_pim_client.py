"""Microsoft's own clients of Graph, v1.0 and beta, unchanged, against what is played: ADDRESS TOKEN TENANT.

Their paths and queries are built from Microsoft's description of Graph, and every answer is read by it. Only the approvals of
directory roles need the client of beta: Graph has them nowhere else."""

import asyncio
import sys

from kiota_abstractions.api_error import APIError
from kiota_abstractions.authentication import (
    AccessTokenProvider,
    AllowedHostsValidator,
    BaseBearerTokenAuthenticationProvider,
)
from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph import GraphRequestAdapter, GraphServiceClient
from msgraph.generated.models.approval_stage import ApprovalStage
from msgraph.generated.models.expiration_pattern_type import ExpirationPatternType
from msgraph_beta import GraphRequestAdapter as BetaRequestAdapter
from msgraph_beta import GraphServiceClient as BetaServiceClient
from msgraph_beta.generated.models.approval_step import ApprovalStep

address, token, tenant = sys.argv[1:]


class Given(AccessTokenProvider):
    """A token that is there already, for whichever host."""

    def __init__(self, token):
        self.token = token

    async def get_authorization_token(self, uri, additional_authentication_context={}):
        return self.token

    def get_allowed_hosts_validator(self):
        return AllowedHostsValidator([])


def client(service, adapter, version, token=token):
    adapter = adapter(BaseBearerTokenAuthenticationProvider(Given(token)))
    adapter.base_url = f"{address}/{version}"
    return service(request_adapter=adapter)


async def refused(status, call):
    try:
        await call
    except APIError as error:
        assert error.response_status_code == status, error
        assert error.error.code and error.error.inner_error, error
        return
    raise AssertionError(f"not refused with {status}")


def asking(builder, expand, filter="status eq 'PendingApproval'"):
    """The typed query of this builder."""
    queries = [part for part in vars(type(builder)).values() if isinstance(part, type)]
    query = next(part for part in queries if part.__name__.endswith("GetQueryParameters"))
    narrowed = {} if filter is None else {"filter": filter}
    return RequestConfiguration(query_parameters=query(expand=[expand], **narrowed))


async def all_of(builder, configuration):
    page = await builder.get(request_configuration=configuration)
    found = list(page.value)
    while page.odata_next_link:
        page = await builder.with_url(page.odata_next_link).get()
        found += page.value
    return found


async def groups(graph, me):
    group = graph.identity_governance.privileged_access.group
    mine = group.assignment_schedule_requests.filter_by_current_user_with_on("approver")
    named = "group($select=displayName)"
    waiting = await all_of(mine, asking(mine, named))
    assert len(waiting) == 7, waiting
    first, second, third = [request for request in waiting if request.principal_id != me.id][:3]
    assert first.status == "PendingApproval" and first.group.display_name == "Payroll administrators"
    assert first.schedule_info.expiration.type == ExpirationPatternType.AfterDuration
    assert first.schedule_info.expiration.duration.total_seconds() % 3600 == 0
    assert first.ticket_info.ticket_number and first.access_id.value == "member" and first.created_date_time
    one = await all_of(mine, asking(mine, named, f"id eq '{first.id}'"))
    assert [request.id for request in one] == [first.id]
    same = await group.assignment_schedule_requests.by_privileged_access_group_assignment_schedule_request_id(
        first.id
    ).get()
    assert same.principal_id == first.principal_id and same.group is None
    requester = await graph.users.by_user_id(first.principal_id).get()
    assert requester.display_name == "Dana Peres", requester

    def approval(request):
        return group.assignment_approvals.by_approval_id(request.approval_id)

    async def decide(request, result):
        stage = (await approval(request).get()).stages[0]
        body = ApprovalStage(review_result=result, justification="Agreed")
        await approval(request).stages.by_approval_stage_id(stage.id).patch(body)
        return (await approval(request).stages.get()).value[0]

    before = (await approval(first).get()).stages[0]
    assert (before.status, before.assigned_to_me, before.review_result) == ("InProgress", True, "NotReviewed")
    approved = await decide(first, "Approve")
    assert (approved.status, approved.review_result, approved.justification) == ("Completed", "Approved", "Agreed")
    assert approved.reviewed_by.id == me.id and approved.reviewed_date_time
    assert (await decide(second, "Deny")).review_result == "Denied"
    after = {request.id: request.status for request in await all_of(mine, asking(mine, named, None))}
    assert (after[first.id], after[second.id]) == ("Provisioned", "Denied")

    await refused(409, decide(first, "Deny"))
    await refused(400, decide(third, "Perhaps"))
    own = next(request for request in waiting if request.principal_id == me.id)
    await refused(403, decide(own, "Approve"))
    await refused(404, group.assignment_approvals.by_approval_id("none").get())
    await refused(404, graph.users.by_user_id("none").get())


async def roles(graph, beta, me):
    directory = graph.role_management.directory
    mine = directory.role_assignment_schedule_requests.filter_by_current_user_with_on("approver")
    waiting = await all_of(mine, asking(mine, "roleDefinition($select=displayName,description)"))
    assert len(waiting) == 7, waiting
    first, second, third = [request for request in waiting if request.principal_id != me.id][:3]
    assert first.role_definition.display_name == "Groups Administrator" and first.role_definition.description
    assert first.directory_scope_id == "/"
    requests = directory.role_assignment_schedule_requests
    same = await requests.by_unified_role_assignment_schedule_request_id(first.id).get()
    assert same.role_definition_id == first.role_definition_id and same.role_definition is None

    def approval(request):
        return beta.role_management.directory.role_assignment_approvals.by_approval_id(request.approval_id)

    async def decide(request, result):
        step = (await approval(request).steps.get()).value[0]
        body = ApprovalStep(review_result=result, justification="Agreed")
        await approval(request).steps.by_approval_step_id(step.id).patch(body)
        return await approval(request).steps.by_approval_step_id(step.id).get()

    assert (await approval(first).get()).id == first.approval_id
    approved = await decide(first, "Approve")
    assert (approved.review_result, approved.reviewed_by.id) == ("Approved", me.id)
    assert (await decide(second, "Deny")).review_result == "Denied"
    await refused(409, decide(first, "Deny"))
    await refused(400, decide(third, "Perhaps"))


async def packages(graph, me):
    management = graph.identity_governance.entitlement_management
    mine = management.assignment_requests.filter_by_current_user_with_on("approver")
    waiting = await all_of(mine, asking(mine, "requestor,accessPackage", "state eq 'pendingApproval'"))
    assert len(waiting) == 7, waiting
    first, second, third = [request for request in waiting if request.requestor.object_id != me.id][:3]
    assert first.state.value == "pendingApproval" and first.request_type.value == "userAdd" and first.created_date_time
    assert first.requestor.display_name == "Dana Peres" and first.requestor.principal_name and first.justification
    assert first.access_package.id and first.access_package.display_name and first.access_package.description
    assert first.schedule.expiration.type == ExpirationPatternType.AfterDuration and first.schedule.expiration.duration
    one = await all_of(mine, asking(mine, "requestor,accessPackage", f"id eq '{first.id}'"))
    assert [request.id for request in one] == [first.id]
    request = management.assignment_requests.by_access_package_assignment_request_id(first.id)
    same = await request.get(request_configuration=asking(request, "assignment($expand=assignmentPolicy)", None))
    assert same.requestor is None and same.assignment.assignment_policy.expiration.duration.days == 30
    bare = await management.access_package_assignment_approvals.filter_by_current_user_with_on("approver").get()
    assert first.id in [approval.id for approval in bare.value]

    async def decide(request, result):
        approval = management.access_package_assignment_approvals.by_approval_id(request.id)
        stage = (await approval.get()).stages[0]
        body = ApprovalStage(review_result=result, justification="Agreed")
        await approval.stages.by_approval_stage_id(stage.id).patch(body)
        return (await approval.stages.get()).value[0]

    approved = await decide(first, "Approve")
    assert (approved.status, approved.review_result, approved.reviewed_by.id) == ("Completed", "Approved", me.id)
    assert (await decide(second, "Deny")).review_result == "Denied"
    after = {request.id: request.state.value for request in await all_of(mine, asking(mine, "requestor", None))}
    assert (after[first.id], after[second.id]) == ("delivered", "denied")
    await refused(409, decide(first, "Deny"))
    await refused(400, decide(third, "Perhaps"))
    await refused(403, decide(next(request for request in waiting if request.requestor.object_id == me.id), "Approve"))


async def main():
    graph = client(GraphServiceClient, GraphRequestAdapter, "v1.0")
    beta = client(BetaServiceClient, BetaRequestAdapter, "beta")
    me = await graph.me.get()
    assert me.display_name == "Noor Haddad" and me.user_principal_name
    organizations = (await graph.organization.get()).value
    assert [organization.id for organization in organizations] == [tenant]
    assert next(domain for domain in organizations[0].verified_domains if domain.is_default).name
    await groups(graph, me)
    await roles(graph, beta, me)
    await packages(graph, me)
    await refused(401, client(GraphServiceClient, GraphRequestAdapter, "v1.0", "another").me.get())
    print("Microsoft's own clients work against the played Privileged Identity Management and access packages, unchanged.")


asyncio.run(main())
