"""A merger asks every domain: each column that names a unit goes on with the new one, or is said to stay, and why."""

from django.apps import apps

from gandan.organisation.models import Unit
from gandan.organisation.queries import responses

PASSED_ON = {
    "appointments.Appointment.unit",
    "centre.RestCredit.unit", "moderation.Text.unit", "commitments.Commitment.unit", "directives.Directive.unit",
    "dossiers.Charge.beneficiary", "dossiers.Dossier.deciding_unit", "dossiers.Dossier.home_unit",
    "dossiers.Dossier.receiving_unit", "dossiers.Draft.unit", "dossiers.HandOver.to_unit", "dossiers.Leg.unit",
    "dossiers.Prepared.unit", "organisation.OfficeHours.unit", "organisation.Post.sent_by", "organisation.Post.unit",
    "organisation.RuleChoice.unit", "organisation.SpecialDay.unit", "procedures.Overlay.unit", "promises.Promise.unit",
    "service_sessions.Plan.unit", "tickets.Counter.unit", "tickets.Ticket.unit", "tickets.WorkKind.unit",
}  # fmt: skip
STAYS = {
    "appointments.Diary.unit": "the row of a diary that ended; how times are given goes on in the new unit's own row",
    "privacy.Breach.unit": "where it happened; its promise goes on, and who stands in the new unit sees it",
    "privacy.DataRequest.unit": "where it was asked; its promises go on, and who stands in the new unit sees it",
    "privacy.Destruction.unit": "whose papers they were then",
    "centre.Duty.agency": "who was told, or is told anew by the new centre",
    "centre.Duty.unit": "what was done then; what is open ends, and the new centre's head owes it anew",
    "dossiers.Applicant.unit": "where it was stated; who stands in the new unit finds it through what it took over",
    "dossiers.Applicant.deciding_unit": "whom it was stated to; found as above",
    "dossiers.FeeSettlement.beneficiary": "a list that was drawn",
    "dossiers.FeeSettlement.unit": "a list that was drawn",
    "dossiers.HandOver.from_unit": "who handed over then",
    "dossiers.Loss.unit": "who lost it then; its promise goes on",
    "dossiers.PaperBook.unit": "its numbers are of that desk; it is entered to the end and closed",
    "dossiers.Passage.new": "written by the merger",
    "dossiers.Passage.old": "written by the merger",
    "dossiers.ReceiptNumber.unit": "a series of that desk; the new one begins its own",
    "dossiers.Takeover.unit": "where it was taken over then; who stands in the new unit reads it",
    "service_sessions.Adoption.unit": "who took a template over then; what it became stands for it",
    "service_sessions.Template.first_unit": "who began; what it became stands for it",
    "organisation.Unit.parent": "what went on below a new unit is a new unit too",
    "ratings.LinkCount.unit": "counts of what was done there; results of the new unit hold them too",
    "ratings.OfficerTally.unit": "as above",
    "ratings.SentCount.unit": "a count of that day, erased with it",
    "ratings.Tally.unit": "as above",
    "directives.Citation.unit": "whose work it was then; figures are read over what it became",
    "tickets.Board.unit": "the row of a hall that ended; how its line was kept goes on in the new hall's own row",
    "waiting.DeskSpell.unit": "the record of that hall; the new one has its own counters and people",
    "waiting.Estimate.unit": "what was told there then; the new hall learns its own times",
    "waiting.Spell.unit": "as above",
    "organisation.UnitSuccession.new": "written by the merger",
    "organisation.UnitSuccession.old": "written by the merger",
}


def test_every_column_that_names_a_unit_goes_on_or_is_said_to_stay():
    columns = {
        f"{model._meta.label}.{column.name}"
        for model in apps.get_models()
        for column in model._meta.concrete_fields
        if column.related_model is Unit
    }
    assert columns == PASSED_ON | set(STAYS)


def test_domains_are_found_by_the_name_of_what_they_answer():
    found = {act.__module__.split(".responses")[0] for act in responses("on_units_merged")}
    assert found >= {"gandan.promises", "gandan.procedures", "gandan.dossiers", "gandan.centre"}
    assert responses("on_nothing_that_happens") == []
