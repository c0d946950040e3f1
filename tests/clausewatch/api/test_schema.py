"""Whatever is asked, the API answers what its OpenAPI document says, and never fails.

The short form is for every change; `make api-long` asks longer.
"""

from __future__ import annotations

import os

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from clausewatch import tokens
from clausewatch.web.api.app import application, described
from monitor.rights import SCOPES

EXAMPLES = int(os.environ.get("CLAUSEWATCH_API_EXAMPLES", "6"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_nothing_fails_and_nothing_is_undocumented(service, address, mode, subtests):
    """Questions that fit the document and questions that do not get documented answers, and none of them is a 5xx."""
    schema = schemathesis.openapi.from_dict(described(application(service)))
    _, everything = tokens.make(service, SCOPES, expires=None, owner=None)
    asked = []
    for found in schema.get_all_operations():
        operation = found.ok()
        try:
            cases = operation.as_strategy(generation_mode=mode)
        except schemathesis.errors.SchemathesisError:  # nothing can be wrong about a question without parameters
            continue

        @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(case=cases)
        def ask(case):
            asked.append(case.operation.label)
            answer = case.call(
                base_url=address, headers={"Authorization": f"Bearer {everything}"}, allow_redirects=False
            )
            case.validate_response(answer, checks=CHECKS)

        with subtests.test(operation.label):
            ask()
    assert len(set(asked)) >= 20
