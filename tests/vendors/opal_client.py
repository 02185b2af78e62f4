"""Opal's own client, unchanged, against what is played: ADDRESS TOKEN MAIL.

Its paths and bodies are made from Opal's description of its API, and every answer is read by it. It loses the stages of a
review on its way (two of its types share one name); those are held to that description by Prism."""

import sys

import opal_security
from opal_security.exceptions import ApiException

address, token, mail = sys.argv[1:]


def client(token):
    return opal_security.ApiClient(opal_security.Configuration(host=address, access_token=token))


def refused(status, call, *arguments):
    try:
        call(*arguments)
    except ApiException as error:
        assert error.status == status, error
        return
    raise AssertionError(f"not refused with {status}: {arguments}")


mine = client(token)
requests, users = opal_security.RequestsApi(mine), opal_security.UsersApi(mine)
me = users.user(email=mail)
assert me.full_name == "Noor Haddad" and users.user(user_id=me.user_id) == me

waiting, after = [], None
while True:
    page = requests.get_requests_relay(first=2, after=after, status="PENDING", to=me.user_id)
    waiting += [edge.node for edge in page.edges]
    if not page.page_info.has_next_page:
        break
    after = page.page_info.end_cursor
assert len(waiting) == page.total_count == 7, waiting
first, second, third = [request for request in waiting if request.requester_id != me.user_id][:3]
assert first.duration_minutes % 60 == 0 and first.created_at.tzinfo and first.reason
assert first.requested_items_list[0].name and first.custom_fields_responses[0].field_name == "Ticket"
assert first.reviewer_stages.actual_instance
assert requests.get_request(first.id).id == first.id
assert users.user(user_id=first.requester_id).full_name == "Dana Peres"

Approve, Deny = opal_security.ApproveRequestRequest, opal_security.DenyRequestRequest
approved = requests.approve_request(first.id, Approve(level="REGULAR", comment="Agreed"))
assert approved.request.status == "APPROVED" and approved.request.updated_at >= first.created_at
denied = requests.deny_request(second.id, Deny(level="REGULAR", comment="No"))
assert denied.request.status == "DENIED"
assert requests.get_request(second.id).status == "DENIED"

refused(400, requests.deny_request, first.id, Deny(comment="No"))
own = next(request for request in waiting if request.requester_id == me.user_id)
refused(403, requests.approve_request, own.id, Approve(level="REGULAR"))
refused(404, requests.get_request, "00000000-0000-4000-8000-000000000000")
refused(401, opal_security.RequestsApi(client("another")).get_request, third.id)
print("Opal's own client works against the played Opal, unchanged.")
