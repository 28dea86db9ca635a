"""Pictures, animations and sliders. Each shows the student's own numbers and loads nothing from elsewhere."""
