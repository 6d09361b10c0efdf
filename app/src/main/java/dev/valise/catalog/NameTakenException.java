package dev.valise.catalog;

/** Another record of the same kind and organisation has this name. */
public final class NameTakenException extends Exception {
  private final String name;

  public NameTakenException(String name) {
    super("the name '" + name + "' is taken");
    this.name = name;
  }

  public String name() {
    return name;
  }
}
