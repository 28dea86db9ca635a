# says: Your function returns 0.5 and does not look at the maps.
def agrees(map_a, map_b):
    return 0.5
