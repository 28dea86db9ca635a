"""Pictures, animations and sliders; each shows numbers of the student's own and loads nothing from elsewhere."""
