"""How people and learning platforms lay out what they send: one module for each, all plain data out of names.

Each takes the folders and files whose names it knows and gives a `Delivery` for each sender. Whose a delivery is is
decided afterwards, in `whose`.

plain        folders that people made: a folder for each student, in it one for each lab
exchange     nbgrader's exchange
moodle       an assignment's zip from Moodle
canvas       an assignment's zip from Canvas
blackboard   an assignment's zip from Blackboard
brightspace  an assignment's zip from Brightspace (D2L)
"""
