"""What the association has not shown yet: a draft of the grid, an assessment under way."""

from allocations.models import GridVersion, PreDiagnosis


def plant(cast, case):
    draft = GridVersion.draft(case.agreement)
    criteria = [{"block": "CANARI-bloc", "criteria": [{"code": "canari", "label": "CANARI-brouillon-de-grille"}]}]
    draft.rewrite(criteria, revision=draft.revision)
    under_way = PreDiagnosis.objects.create(case=case, grid=draft, evaluator=cast.leila.professional)
    under_way.answer({"canari": "1"}, to_prepare="CANARI-evaluation-en-cours")
    return {draft.pk, under_way.pk}
