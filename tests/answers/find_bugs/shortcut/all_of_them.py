# says: Your function accuses everybody.
# group: Your function accuses right functions, too.
def find_bugs(candidates):
    return list(range(len(candidates)))
