// The faults are timed against each other's silos on two cores: one at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
