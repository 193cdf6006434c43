"""Complete configs and the steps of each job. The only place where the stages are put together."""
