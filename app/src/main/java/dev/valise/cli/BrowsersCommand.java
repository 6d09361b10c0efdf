package dev.valise.cli;

import picocli.CommandLine.Command;

@Command(name = "browsers", description = "List, create and delete the browsers of a server.")
final class BrowsersCommand {}
