"""Parts from outside the package: rewards, judges, generators, localizers, families and laws of one's own.

Wherever a name of such a part is accepted, three kinds of name are:

    lab-sciscore             a name that scisynth knows, or one that an installed package registered
    my_package.rewards:Mine  an object of a module that can be imported
    my_reward.py:Mine        an object of a Python file

A package registers its parts as entry points, in one of `GROUPS`:

    [project.entry-points."scisynth.rewards"]
    mine = "my_package.rewards:Mine"

The object may be a ready instance, a class, a function that makes an instance, or, where a role is one method, that method
itself as a plain function (`Role`). A file or package named here runs as code with the user's rights: name only what you trust.
"""
