"""The window: state and pose become shapes (plain Python), shapes become pixels, and key presses come back."""
