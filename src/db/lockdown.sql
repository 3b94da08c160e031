set autoinstall_known_extensions = false;
set autoload_known_extensions = false;
set allowed_directories = ['/in/'];
set enable_external_access = false;
set memory_limit = '3100MB';
set pivot_limit = 5000;
set preserve_insertion_order = true;
set lock_configuration = true;
