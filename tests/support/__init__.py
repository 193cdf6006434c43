"""What tests of several folders share: fake servers, tiny weights of real classes, drawings and replies."""
