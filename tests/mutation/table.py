"""The table of mutants."""
def write_table(chosen, by_group, results):
    for g in chosen:
        r=[results[k]['state'] for k in by_group[g['name']]]
        print(g['name'], len(r), r.count('killed'))
    return 0
