"""View models: wrap rows of services and provide texts, icons, bars and links, so that templates decide nothing."""
