"""Operations over a session, from one table."""
