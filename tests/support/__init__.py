"""What several tests stand on: databases, servers, programs of others."""
