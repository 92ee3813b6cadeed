"""The window: what is known now and the pose become shapes (plain Python), shapes become pixels, keys come back."""
