package dev.valise.cli;

import picocli.CommandLine.Command;

@Command(name = "profiles", description = "List, create and delete the profiles of a server.")
final class ProfilesCommand {}
