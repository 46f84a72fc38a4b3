"""Secrets and signatures are those of Standard Webhooks, and the database alone has neither."""

import json
from datetime import UTC, datetime

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from app.domain.whsec import new_seed, seed, shown, signed

KEY, OTHER = "a key of the installation, at random", "another key of an installation"
BODY = '{"type":"ping","data":{"said":"Genève"}}'.encode()


def test_a_signature_verifies_with_the_published_library() -> None:
    secret = new_seed(None).secret(None)
    assert secret is not None
    headers = signed("msg_1", datetime.now(UTC), BODY, [secret])

    assert Webhook(shown(secret)).verify(BODY, headers) == json.loads(BODY)
    with pytest.raises(WebhookVerificationError):
        Webhook(shown(secret)).verify(BODY + b" ", headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(shown(secret)).verify(BODY, {**headers, "webhook-id": "msg_2"})


def test_the_signature_is_the_one_of_the_specification() -> None:
    """The vector that its libraries are tested with."""
    secret = b"\x30\x87\x84\x35\x33\x53\x36\x73\x55\x82\x93\x55\x33\x35\x53\x30"
    at = datetime.fromtimestamp(1_614_265_330, UTC)
    headers = signed("msg_p5jXN8AQM9LWM0D4loKWxJek", at, b'{"test": 2432232314}', [secret])

    theirs = Webhook(secret).sign("msg_p5jXN8AQM9LWM0D4loKWxJek", at, '{"test": 2432232314}')
    assert headers["webhook-signature"] == theirs
    assert headers["webhook-timestamp"] == "1614265330"


def test_either_of_two_secrets_verifies() -> None:
    first, second = (new_seed(None).value for _ in range(2))
    headers = signed("msg_1", datetime.now(UTC), BODY, [first, second])

    for secret in (first, second):
        assert Webhook(shown(secret)).verify(BODY, headers)


def test_without_a_key_the_seed_is_the_secret() -> None:
    made = new_seed(None)

    assert made.secret(None) == made.secret(KEY) == made.value
    assert seed(made.text) == made


def test_under_a_key_the_database_has_no_secret() -> None:
    made = new_seed(KEY)
    secret = made.secret(KEY)

    assert secret is not None
    assert len(secret) == 32
    assert secret.hex() not in made.text
    assert seed(made.text).secret(KEY) == secret
    assert made.secret(None) is made.secret(OTHER) is None


def test_no_two_are_alike_and_none_is_in_a_repr() -> None:
    made = [new_seed(key) for key in (None, KEY) for _ in range(50)]

    assert len({one.secret(KEY) for one in made}) == 100
    assert made[0].value.hex() not in repr(made[0])
    assert str(made[0].value) not in repr(made[0])
