import matplotlib.pyplot as plt

fig, ax = plt.subplots()
row = 1
while row < 6:
    for _column in range(1, 6):
        ax.set_title("A")
plt.show()
