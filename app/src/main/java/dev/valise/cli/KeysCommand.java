package dev.valise.cli;

import picocli.CommandLine.Command;

@Command(
    name = "keys",
    description = "Rotate or delete the keys of a data folder, also beside a running server.")
final class KeysCommand {}
