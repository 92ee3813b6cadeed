"""How well a move is learned from one demonstration, and the recordings that it must differ from.

python -m benchmarks.learn score FOLDER...        # learn from one person, count the others and the negatives
python -m benchmarks.learn lacking                # the same for simulated motions that no move file describes
python -m benchmarks.learn halves FILE... --at S --reps N  # real videos of a motion from two sides
python -m benchmarks.learn neighbours             # write routines/neighbours again
"""
