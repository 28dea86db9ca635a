# says: Your function accuses everybody.
def find_bugs(candidates):
    return list(range(len(candidates)))
