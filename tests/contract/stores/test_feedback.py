"""What people say of images, on PostgreSQL: one word of each, by content, counted, paged, the tenant's own."""

from uuid import UUID, uuid4

import pytest

from catalog.adapters.postgres.feedback.database import FeedbackDatabase
from catalog.adapters.postgres.trash import PostgresTrash
from catalog.errors import FeedbackNotFound, ImageNotFound, NotAllowed, QueryInvalid
from catalog.feedback.model import Action, AskedQuery, Feedback, FeedbackListing, HardNegativeListing, Marks, Said
from catalog.feedback.service import FeedbackService
from catalog.images.model import Image
from catalog.tenancy import Caller, Role, TenantScope
from tests.contract.stores.conftest import Ledger
from tests.contract.stores.drawn import draw_image

ANN, BEN, CAT = (UUID(int=number) for number in range(1, 4))
RED, BLUE = AskedQuery(words="a red circle"), AskedQuery(words="blue")
GOOD, BAD = Said(Action.RELEVANT), Said(Action.IRRELEVANT, rank=3, score=0.25)


@pytest.fixture
def scope(ledger: Ledger) -> TenantScope:
    """A tenant."""
    return ledger.tenant()


@pytest.fixture
def feedback(ledger: Ledger) -> FeedbackService:
    """The service over PostgreSQL."""
    return FeedbackService(FeedbackDatabase(ledger.database))


@pytest.fixture
def images(ledger: Ledger, scope: TenantScope) -> list[Image]:
    """Six searchable images."""
    return [add(ledger, scope, seed) for seed in range(6)]


def add(ledger: Ledger, scope: TenantScope, seed: int) -> Image:
    """A searchable image that is drawn from the seed; the same seed, the same content."""
    image = draw_image(scope, seed).now_searchable(model_name="small", model_version="v1")
    with ledger.database(scope) as tx:
        assert tx.images.add(image)
    return image


def remove(ledger: Ledger, scope: TenantScope, image: Image) -> None:
    """Take the row away, as the purge does."""
    with ledger.database.connection(scope) as connection:
        PostgresTrash(connection, scope).remove([image.image_id])


def history(
    feedback: FeedbackService, scope: TenantScope, image: Image | None = None, asked: AskedQuery | None = None
) -> list[Feedback]:
    """All that was said."""
    image_id = None if image is None else image.image_id
    return feedback.history(scope, FeedbackListing(100), image_id=image_id, asked=asked)


def test_is_kept_as_it_was_said(feedback: FeedbackService, scope: TenantScope, images: list[Image]) -> None:
    said = Said(Action.IRRELEVANT, None, "a note", 2, 0.5)
    kept = feedback.say(scope, images[0].image_id, said, AskedQuery(image_id=images[1].image_id), ANN)
    assert (kept.image_id, kept.sha256, kept.user_id) == (images[0].image_id, images[0].sha256, ANN)
    assert (kept.said.action, kept.said.note, kept.said.rank, kept.said.score) == (Action.IRRELEVANT, "a note", 2, 0.5)
    assert kept.said.query is not None
    assert (kept.said.query.sha256, kept.query_image_id) == (images[1].sha256, images[1].image_id)
    assert history(feedback, scope) == [kept]


def test_the_same_again_takes_its_place(feedback: FeedbackService, scope: TenantScope, images: list[Image]) -> None:
    one = images[0].image_id
    first = feedback.say(scope, one, BAD, RED, ANN)
    again = feedback.say(scope, one, Said(Action.RELEVANT, note="after all"), AskedQuery(words=" A red CIRCLE"), ANN)
    assert again.feedback_id == first.feedback_id
    assert again.said_at > first.said_at
    assert (again.said.action, again.said.note, again.said.rank) == (Action.RELEVANT, "after all", None)
    beside = [
        feedback.say(scope, one, Said(Action.ANOMALY), RED, ANN),
        feedback.say(scope, one, Said(Action.DUPLICATE), RED, ANN),
        feedback.say(scope, one, BAD, BLUE, ANN),
        feedback.say(scope, one, BAD, None, ANN),
        feedback.say(scope, one, BAD, RED, BEN),
        feedback.say(scope, images[1].image_id, BAD, RED, ANN),
    ]
    assert history(feedback, scope) == [*reversed(beside), again]


def test_history_of_an_image_and_of_a_query_in_pages(
    feedback: FeedbackService, scope: TenantScope, images: list[Image]
) -> None:
    users = [uuid4() for _ in range(7)]
    kept = [feedback.say(scope, images[n % 2].image_id, BAD, RED if n % 3 else BLUE, by) for n, by in enumerate(users)]
    whole, after = [], None
    while page := feedback.history(scope, FeedbackListing(2, after=after), image_id=None, asked=None):
        whole += page
        after = (page[-1].said_at, page[-1].feedback_id)
    assert whole == list(reversed(kept))
    assert history(feedback, scope, images[1]) == list(reversed(kept[1::2]))
    assert history(feedback, scope, asked=BLUE) == list(reversed(kept[::3]))
    assert history(feedback, scope, images[0], BLUE) == [kept[6], kept[0]]


def test_a_picture_is_one_query_by_id_and_by_content(
    feedback: FeedbackService, scope: TenantScope, images: list[Image]
) -> None:
    by_id, by_hash = AskedQuery(image_id=images[0].image_id), AskedQuery(sha256=images[0].sha256)
    feedback.say(scope, images[1].image_id, BAD, by_id, ANN)
    assert feedback.marks(scope, by_hash, ANN) == feedback.marks(scope, by_id, ANN) == Marks((), (images[1].image_id,))


def test_taken_back_it_is_gone(feedback: FeedbackService, scope: TenantScope, images: list[Image]) -> None:
    kept = [feedback.say(scope, image.image_id, BAD, RED, ANN) for image in images[:2]]
    with pytest.raises(NotAllowed):
        feedback.take_back(Caller(BEN, Role.EDITOR, scope), kept[0].feedback_id)
    feedback.take_back(Caller(ANN, Role.EDITOR, scope), kept[0].feedback_id)
    feedback.take_back(Caller(BEN, Role.ADMIN, scope), kept[1].feedback_id)
    assert history(feedback, scope) == []
    assert feedback.marks(scope, RED, ANN) == Marks()
    with pytest.raises(FeedbackNotFound):
        feedback.take_back(Caller(ANN, Role.EDITOR, scope), kept[0].feedback_id)


def test_outlives_the_image_and_holds_again_for_the_same_bytes(
    ledger: Ledger, feedback: FeedbackService, scope: TenantScope, images: list[Image]
) -> None:
    feedback.say(scope, images[0].image_id, BAD, RED, ANN)
    remove(ledger, scope, images[0])
    [kept] = history(feedback, scope)
    assert (kept.image_id, kept.sha256) == (None, images[0].sha256)
    assert feedback.marks(scope, RED, ANN) == Marks()
    assert feedback.hard_negatives(scope, HardNegativeListing(10, 20)) == []
    with pytest.raises(ImageNotFound):
        history(feedback, scope, images[0])
    again = add(ledger, scope, 0)
    assert again.image_id != images[0].image_id
    assert feedback.marks(scope, RED, ANN) == Marks((), (again.image_id,))
    assert [one.image_id for one in history(feedback, scope, again)] == [again.image_id]


def test_another_tenants_are_unknown(ledger: Ledger, feedback: FeedbackService, scope: TenantScope) -> None:
    other = ledger.tenant()
    theirs, mine = add(ledger, other, 0), add(ledger, scope, 0)
    kept = feedback.say(other, theirs.image_id, BAD, RED, ANN)
    for asked in (
        lambda: feedback.say(scope, theirs.image_id, BAD, RED, ANN),
        lambda: history(feedback, scope, theirs),
    ):
        with pytest.raises(ImageNotFound):
            asked()
    with pytest.raises(ImageNotFound):
        feedback.say(scope, mine.image_id, BAD, AskedQuery(image_id=theirs.image_id), ANN)
    with pytest.raises(FeedbackNotFound):
        feedback.take_back(Caller(ANN, Role.ADMIN, scope), kept.feedback_id)
    with pytest.raises(QueryInvalid):
        feedback.say(scope, mine.image_id, BAD, AskedQuery(words="  "), ANN)
    assert feedback.marks(scope, RED, ANN) == Marks()
    assert history(feedback, scope) == []
    assert list(feedback.triplets(scope)) == []


def test_hard_negatives_are_shown_high_and_judged_irrelevant_by_more(
    feedback: FeedbackService, scope: TenantScope, images: list[Image]
) -> None:
    for image, rank in zip(images, (5, 1, 21, None, 2, 4), strict=True):
        feedback.say(scope, image.image_id, Said(Action.IRRELEVANT, rank=rank, score=0.25), RED, ANN)
    feedback.say(scope, images[0].image_id, Said(Action.IRRELEVANT, rank=2, score=0.5), RED, BEN)
    feedback.say(scope, images[1].image_id, GOOD, RED, BEN)
    feedback.say(scope, images[5].image_id, Said(Action.IRRELEVANT, rank=1), None, BEN)
    whole, after = [], None
    while page := feedback.hard_negatives(scope, HardNegativeListing(1, 20, after)):
        [one] = page
        whole.append((one.image_id, one.rank, one.score, one.irrelevant, one.relevant))
        after = (one.rank, one.query.key, one.sha256)
    first, second = sorted([(images[0], 0.5, 2), (images[4], 0.25, 1)], key=lambda known: known[0].sha256)
    expected = [(image.image_id, 2, score, count, 0) for image, score, count in (first, second)]
    assert whole == [*expected, (images[5].image_id, 4, 0.25, 1, 0)]


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of two triplets."""
    monkeypatch.setattr("catalog.feedback.service.TRIPLETS_PAGE", 2)


@pytest.mark.usefixtures("small_pages")
def test_triplets_are_every_positive_with_every_negative_of_a_query(
    ledger: Ledger, feedback: FeedbackService, scope: TenantScope, images: list[Image]
) -> None:
    about = AskedQuery(image_id=images[5].image_id)
    for asked, good, bad in ((RED, images[:2], images[2:4]), (about, images[2:3], images[:2]), (BLUE, [], images[:1])):
        for some, said in ((good, GOOD), (bad, BAD)):
            for image in some:
                feedback.say(scope, image.image_id, said, asked, ANN)
    found = [one for page in feedback.triplets(scope) for one in page]
    told = {(one.query.words, one.asked and one.asked.key, one.positive.key, one.negative.key) for one in found}
    keys = [image.key for image in images]
    of_words = {("a red circle", None, good, bad) for good in keys[:2] for bad in keys[2:4]}
    assert told == of_words | {(None, keys[5], keys[2], bad) for bad in keys[:2]}
    assert len(found) == len(told)
    assert {(one.rank, one.score) for one in found} == {(3, 0.25)}
    remove(ledger, scope, images[0])
    remove(ledger, scope, images[5])
    left = [one for page in feedback.triplets(scope) for one in page]
    assert {(one.positive.key, one.negative.key) for one in left if one.asked} == {(keys[2], keys[1])}
    assert [(one.asked.image_id, one.asked.key) for one in left if one.asked] == [(None, None)]
