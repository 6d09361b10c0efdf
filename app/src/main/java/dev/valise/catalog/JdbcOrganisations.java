package dev.valise.catalog;

import dev.valise.model.NetworkRules;
import dev.valise.model.OrganisationId;
import java.time.Instant;
import java.util.List;

final class JdbcOrganisations implements OrganisationRecords {
  private final Database database;

  JdbcOrganisations(Database database) {
    this.database = database;
  }

  @Override
  public OrganisationId findOrCreate(String name, OrganisationId idIfNew, Instant now) {
    return database.write(handle -> {
      handle.execute(
          "INSERT INTO organisation (id, name, created_at) VALUES (?, ?, ?)"
              + " ON CONFLICT (name) DO NOTHING",
          idIfNew.value(),
          name,
          now.toEpochMilli());
      return handle
          .select("SELECT id FROM organisation WHERE name = ?", name)
          .map((row, context) -> new OrganisationId(row.getString("id")))
          .one();
    });
  }

  @Override
  public NetworkRules network(OrganisationId organisation) {
    return database.read(handle ->
        handle
            .select(
                "SELECT network FROM organisation WHERE id = ? AND network IS NOT NULL",
                organisation.value())
            .map((row, context) -> Json.read(row.getString("network"), NetworkRules.class))
            .findOne()
            .orElse(NetworkRules.NONE));
  }

  @Override
  public void setNetwork(OrganisationId organisation, NetworkRules rules) {
    database.write(handle ->
        handle.execute(
            "UPDATE organisation SET network = ? WHERE id = ?",
            Json.write(rules),
            organisation.value()));
  }

  @Override
  public List<Organisation> all() {
    return database.read(handle ->
        handle
            .createQuery("SELECT id, name FROM organisation ORDER BY created_at, id")
            .map((row, context) ->
                new Organisation(new OrganisationId(row.getString("id")), row.getString("name")))
            .list());
  }
}
